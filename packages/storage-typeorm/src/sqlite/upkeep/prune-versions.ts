import type { Clock, EcsId, IdSource } from "@minference/protocol";
import type { PruneReceipt, PruneRequest } from "@minference/storage";
import type { SegmentTable } from "../../mapping/mapped-table.ts";
import { deleteLists } from "./delete-lists.ts";
import { inChunks } from "./in-chunks.ts";
import { planPruning, type PruneParts } from "./plan-pruning.ts";
import { blobOf } from "./prunable-versions.ts";
import { quoted } from "../table-sql.ts";
import { writeReceipt } from "./receipts.ts";
import { withIndexes } from "./with-indexes.ts";

/** What versions are pruned with. */
export interface PruningParts extends PruneParts {
  readonly segments: readonly SegmentTable[];
  readonly ids: IdSource;
  readonly clock: Clock;
}

/**
 * Deletes what no ref reaches, with its list rows, inside a transaction. Batches, ref moves and receipts stay.
 *
 * @throws {CorruptError} what is reached cannot be told, because a row is damaged.
 */
export function pruneVersions(request: PruneRequest, parts: PruningParts): PruneReceipt {
  const { connection, segments, ids, clock } = parts;
  const { receipt, versions, walks } = planPruning(request, parts);
  const gone = Object.values(receipt.idsByType).flat();
  if (gone.length === 0) return receipt;
  const byTable = new Map<string, EcsId[]>();
  for (const id of gone) {
    const name = versions.get(id)?.table.name ?? "";
    const ofTable = byTable.get(name) ?? [];
    byTable.set(name, ofTable);
    ofTable.push(id);
  }
  withIndexes(connection, keysToFollow(segments), () => {
    deleteLists({ connection, segments, walks, gone: byTable });
    for (const [table, ofTable] of byTable) {
      const sql = `DELETE FROM ${quoted(table)} WHERE ecs_id IN (SELECT unhex(value) FROM json_each(?))`;
      for (const chunk of inChunks(ofTable)) connection.run(sql, [chunk]);
    }
  });
  const now = clock.now();
  const counts = Object.entries(receipt.idsByType).map(([type, of]): [string, number] => [
    type,
    of.length,
  ]);
  writeReceipt(connection, {
    id: blobOf(ids.mint(now)),
    kind: "prune",
    at: new Date(now),
    actor: null,
    reason: null,
    counts: new Map(counts),
    ids: new Map(Object.entries(receipt.idsByType)),
  });
  return receipt;
}

/** Without an index SQLite looks through a whole table for each row that is deleted, whether a key names it. */
function keysToFollow(
  segments: readonly SegmentTable[],
): readonly { readonly table: string; readonly column: string }[] {
  return [
    ...segments.map(({ name, introducedBy }) => ({ table: name, column: introducedBy.name })),
    { table: "list_segment", column: "parent_segment_id" },
  ];
}
