import { trustBatchId, trustEcsId, type EcsId, type LineageId } from "@minference/protocol";
import type { Erasure } from "@minference/storage";
import { uuidToBlob } from "../id-blobs.ts";
import { IdTexts } from "../id-texts.ts";
import type { SqliteConnection } from "../sqlite-connection.ts";

/** What was taken away, when and why: a row of the table `receipt`. */
export interface Receipt {
  /** Of an erase its batch. */
  readonly id: Uint8Array;
  readonly kind: "erase" | "prune";
  readonly at: Date;
  readonly actor: string | null;
  readonly reason: string | null;
  /** How many versions of each type. */
  readonly counts: ReadonlyMap<string, number>;
  /** Their ids: of an erase by lineage, of a prune by type. */
  readonly ids: ReadonlyMap<string, readonly EcsId[]>;
}

/** Writes a receipt, inside a transaction. */
export function writeReceipt(connection: SqliteConnection, receipt: Receipt): void {
  const { id, kind, at, actor, reason, counts, ids } = receipt;
  connection.run(
    "INSERT INTO receipt (receipt_id, kind, created_at, actor, reason, counts, ids) VALUES (?, ?, ?, ?, ?, ?, ?)",
    [
      id,
      kind,
      at.getTime(),
      actor,
      reason,
      JSON.stringify(Object.fromEntries(counts)),
      JSON.stringify(Object.fromEntries(ids)),
    ],
  );
}

const erasuresSql = `SELECT e.value, r.created_at, lower(hex(r.receipt_id)), r.actor, r.reason
FROM receipt AS r JOIN json_each(r.ids, ?) AS e
WHERE r.kind = 'erase' ORDER BY e.value`;

/** What was erased in a lineage, by rising version id; O(receipts). */
export function readErasures(
  connection: SqliteConnection,
  lineageId: LineageId,
): readonly Erasure[] {
  // the id becomes part of a JSON path
  if (uuidToBlob(lineageId) === null) return [];
  const texts = new IdTexts();
  return connection
    .all(erasuresSql, [`$."${lineageId}"`])
    .map(([id, at, batch, actor, reason]) => ({
      ecsId: trustEcsId(String(id)),
      lineageId,
      at: new Date(Number(at)),
      batchId: trustBatchId(texts.of(String(batch))),
      actor: typeof actor === "string" ? actor : null,
      reason: String(reason),
    }));
}
