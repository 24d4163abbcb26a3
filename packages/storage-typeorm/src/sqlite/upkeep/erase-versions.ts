import type { EcsId, JsonValue } from "@minference/protocol";
import { DanglingReferenceError, type EraseRequest } from "@minference/storage";
import { IdBlobs } from "../id-blobs.ts";
import type { SqliteConnection } from "../sqlite-connection.ts";
import { quoted } from "../table-sql.ts";
import type { LocatedVersion, VersionLocator } from "../version-locator.ts";
import { writeBatchRow } from "../write-batch-row.ts";
import { writeReceipt } from "./receipts.ts";

/** What versions are erased with. */
export interface EraseParts {
  readonly connection: SqliteConnection;
  readonly locator: VersionLocator;
}

/**
 * Empties stored versions inside a transaction, as a batch of its own with its receipt; a known batch changes nothing.
 * A version that is erased already stays as it is.
 *
 * @throws {DanglingReferenceError} a version is not stored.
 * @throws {InvalidRequestError} a field is no JSON field, or cannot hold the value.
 */
export function eraseVersions(request: EraseRequest, parts: EraseParts): void {
  const { batchId, at, actor, reason, versions } = request;
  const ids = new IdBlobs();
  const row = { batchId, createdAt: at, actor, reason, runId: null };
  if (!writeBatchRow(parts.connection, row, ids)) return;
  const found = parts.locator.find(new Set(versions.map(({ ecsId }) => ecsId)));
  const places = versions.map(({ ecsId }) => found.get(ecsId) ?? refuseMissing(ecsId));
  const counts = new Map<string, number>();
  const erased = new Map<string, EcsId[]>();
  for (const [index, place] of places.entries()) {
    const json = versions[index]?.json ?? {};
    if (!emptyVersion({ place, json, at }, ids, parts.connection)) continue;
    const { type, lineageId, ecsId } = place;
    counts.set(type, (counts.get(type) ?? 0) + 1);
    const ofLineage = erased.get(lineageId) ?? [];
    erased.set(lineageId, ofLineage);
    ofLineage.push(ecsId);
  }
  if (erased.size === 0) return;
  const id = ids.of(batchId);
  writeReceipt(parts.connection, { id, kind: "erase", at, actor, reason, counts, ids: erased });
}

interface Emptying {
  readonly place: LocatedVersion;
  readonly json: Readonly<Record<string, JsonValue>>;
  readonly at: Date;
}

/** False when it was erased before. */
function emptyVersion(
  { place, json, at }: Emptying,
  ids: IdBlobs,
  connection: SqliteConnection,
): boolean {
  const { ecsId, type, table } = place;
  const key = ids.of(ecsId);
  const [schemaVersion, content = null] =
    connection.first(
      `SELECT v.schema_version, ${table.contentSql("v")} FROM ${quoted(table.name)} AS v WHERE v.ecs_id = ? AND v.erased_at IS NULL`,
      [key],
    ) ?? [];
  if (schemaVersion === undefined) return false;
  const version = { ecsId, type, schemaVersion: Number(schemaVersion), content };
  const columns = table.emptied(version, json, ids);
  const changes = [...columns.keys()].map((column) => `, ${quoted(column)} = ?`).join("");
  connection.run(
    `UPDATE ${quoted(table.name)} SET erased_at = ?, content_hash = NULL${changes} WHERE ecs_id = ?`,
    [at.getTime(), ...columns.values(), key],
  );
  return true;
}

function refuseMissing(target: EcsId): never {
  throw new DanglingReferenceError({
    entityType: "An erase",
    ecsId: null,
    path: "versions",
    target,
  });
}
