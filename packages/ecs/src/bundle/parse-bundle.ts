// boundary: the text of a document becomes versions here, checked by Zod
import {
  InvalidRequestError,
  isUuid,
  parseContentHash,
  SchemaDriftError,
  trustBatchId,
  trustEcsId,
  trustLineageId,
  type ContentHash,
  type EcsId,
  type JsonValue,
} from "@minference/protocol";
import { frozenJson, type EntitySnapshot, type StoredValue } from "@minference/storage";
import { z } from "zod";
import {
  bundleFormat,
  bundleFormatVersion,
  maxBundleDepth,
  maxBundleValues,
} from "./bundle-format.ts";
import { checkJsonBounds } from "./check-json-bounds.ts";

/** A document as it was read: each version is of the right form, and not yet compared with its class and hash. */
export interface Bundle {
  readonly root: EntitySnapshot;
  readonly snapshots: ReadonlyMap<EcsId, EntitySnapshot>;
}

const uuid = z.string().refine(isUuid, "it is no UUID in lower case");
const ecsId = uuid.transform(trustEcsId);
const hash = z.string().transform((text, context): ContentHash => {
  const parsed = parseContentHash(text);
  if (parsed === text) return parsed;
  context.addIssue("it is not 64 hex digits in lower case");
  return z.NEVER;
});
const instant = z.string().transform((text, context): Date => {
  const date = new Date(text);
  if (!Number.isNaN(date.getTime()) && date.toISOString() === text) return date;
  context.addIssue("it is no instant in UTC with milliseconds");
  return z.NEVER;
});
// lists have up to millions of ids, and Zod's own array costs a microsecond for each
const idList = z.custom<readonly EcsId[]>(
  (value) => Array.isArray(value) && value.every((id) => typeof id === "string" && isUuid(id)),
  "it is no list of version ids",
);
const plainObject = z.custom<Readonly<Record<string, JsonValue>>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "it is no object",
);

const documentSchema = z.strictObject({
  format: z.literal(bundleFormat),
  formatVersion: z.int().min(1),
  exportedAt: instant,
  root: ecsId,
  snapshots: z.array(z.unknown()),
});

const snapshotSchema = z
  .strictObject({
    ecsId,
    type: z.string(),
    lineageId: uuid.transform(trustLineageId),
    parentId: ecsId.nullable(),
    createdAt: instant,
    schemaVersion: z.int().min(1),
    batchId: uuid.transform(trustBatchId),
    erasedAt: instant.nullable(),
    contentHash: hash.nullable(),
    state: plainObject,
  })
  .refine(
    ({ erasedAt, contentHash }) => (erasedAt === null) === (contentHash !== null),
    "a version has a content hash, or it was erased",
  );

const valueSchema = z.union([
  z.strictObject({ json: z.custom<JsonValue>() }),
  z.strictObject({ ref: ecsId.nullable() }),
  z.strictObject({ dict: plainObject }),
  z.strictObject({ list: idList }),
]);

/**
 * The versions of a document.
 *
 * @throws {SchemaDriftError} it is of a newer format.
 * @throws {InvalidRequestError} it is no such document.
 * @throws {TooDeepError} it is nested too deep.
 * @throws {TooLargeError} it has too many values, or a JSON value of it is too large.
 */
export function parseBundle(text: string): Bundle {
  checkJsonBounds(text, { depth: maxBundleDepth, values: maxBundleValues });
  const parsed = parseJson(text);
  checkFormat(parsed);
  const { root, snapshots } = valid(documentSchema, parsed, "document");
  const found = new Map<EcsId, EntitySnapshot>();
  for (const [index, snapshot] of snapshots.entries()) {
    const next = parseSnapshot(snapshot, `snapshots.${index}`);
    if (found.has(next.ecsId)) throw refused(`snapshots.${index}`, "the version comes twice");
    found.set(next.ecsId, next);
  }
  const rootVersion = found.get(root);
  if (rootVersion === undefined) throw refused("root", "it is none of the document's versions");
  return { root: rootVersion, snapshots: found };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // not the cause itself: it quotes the text
    const position = /position \d+/.exec(String(cause))?.[0] ?? "its end";
    throw refused("document", `it is no JSON text (at ${position})`);
  }
}

/** Before anything else is looked at: another format, or a newer one, has members of its own. */
function checkFormat(parsed: unknown): void {
  const { format, formatVersion } = z
    .looseObject({ format: z.unknown(), formatVersion: z.unknown() })
    .catch({ format: null, formatVersion: null })
    .parse(parsed);
  if (format !== bundleFormat) {
    throw refused("format", `it is not ${JSON.stringify(bundleFormat)}`);
  }
  if (!Number.isInteger(formatVersion) || Number(formatVersion) <= bundleFormatVersion) return;
  throw new SchemaDriftError({
    problem: `The document is of format version ${Number(formatVersion)}, and this library reads up to ${bundleFormatVersion}`,
    remedy: "Import it with a newer release of @minference/ecs",
    path: "formatVersion",
  });
}

function parseSnapshot(given: unknown, place: string): EntitySnapshot {
  const snapshot = valid(snapshotSchema, given, place);
  const fields = Object.entries(snapshot.state).map(([name, value]): [string, StoredValue] => [
    name,
    parseValue(value, `${place}.state.${name.slice(0, 80)}`),
  ]);
  return { ...snapshot, state: Object.fromEntries(fields) };
}

function parseValue(given: JsonValue, place: string): StoredValue {
  const value = valid(valueSchema, given, place);
  if ("json" in value) return { json: frozenJson(value.json, place) };
  if (!("dict" in value)) return value;
  // Zod's own record leaves out the key __proto__
  const entries = Object.entries(value.dict).map(([key, id]): [string, EcsId] => [
    key,
    valid(ecsId, id, `${place}.${key.slice(0, 80)}`),
  ]);
  return { dict: Object.fromEntries(entries) };
}

function valid<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = [place, ...(issue?.path ?? []).map(String)].join(".");
  throw refused(path, (issue?.message ?? "it is not valid").slice(0, 200));
}

function refused(path: string, problem: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `${path} of what is imported is not as ${bundleFormat} has it: ${problem}`,
    remedy: "Import a document that exportEntity wrote",
    path,
  });
}
