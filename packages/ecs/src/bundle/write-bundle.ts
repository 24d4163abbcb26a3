import { TooLargeError, type EcsId } from "@minference/protocol";
import type { EntitySnapshot, StoredValue } from "@minference/storage";
import { bundleFormat, bundleFormatVersion } from "./bundle-format.ts";

/** Characters that are handed on at a time. */
const chunkLength = 64 * 1024;

/** What stands in a document beside its versions. */
export interface BundleHead {
  readonly exportedAt: Date;
  readonly root: EcsId;
}

/**
 * The text of a document, in chunks; a version at a time is turned into text.
 *
 * @throws {TooLargeError} one field of a version is longer, as text, than a string can be.
 */
export async function* bundleText(
  head: BundleHead,
  versions: AsyncIterable<EntitySnapshot>,
): AsyncGenerator<string> {
  let chunk = "";
  for await (const piece of bundlePieces(head, versions)) {
    chunk += piece;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

async function* bundlePieces(
  { exportedAt, root }: BundleHead,
  versions: AsyncIterable<EntitySnapshot>,
): AsyncGenerator<string> {
  const head = { format: bundleFormat, formatVersion: bundleFormatVersion, exportedAt, root };
  yield `${opened(head)},"snapshots":[\n`;
  let separator = "";
  for await (const version of versions) {
    yield separator;
    yield* snapshotPieces(version);
    separator = ",\n";
  }
  yield "\n]}\n";
}

function* snapshotPieces(snapshot: EntitySnapshot): Generator<string> {
  const { ecsId, type, lineageId, parentId, createdAt } = snapshot;
  const { schemaVersion, batchId, erasedAt, contentHash } = snapshot;
  const place = { ecsId, type, lineageId, parentId, createdAt };
  yield `${opened({ ...place, schemaVersion, batchId, erasedAt, contentHash })},"state":{`;
  let separator = "";
  for (const [name, value] of Object.entries(snapshot.state)) {
    yield `${separator}${JSON.stringify(name)}:`;
    yield fieldText(snapshot, name, value);
    separator = ",";
  }
  yield "}}";
}

/** The text of an object to which members are still to come. */
function opened(members: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(members).slice(0, -1);
}

function fieldText(snapshot: EntitySnapshot, path: string, value: StoredValue): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new TooLargeError({
      problem: `${snapshot.type}.${path} is too long to be written as JSON text`,
      remedy: "Copy the storage itself instead: this value fits no document",
      entityType: snapshot.type,
      ecsId: snapshot.ecsId,
      path,
      cause,
    });
  }
}
