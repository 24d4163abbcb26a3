import { trustEcsId, trustLineageId } from "@minference/protocol";
import type { StorageProblem } from "@minference/storage";
import { idOrNull } from "./id-or-null.ts";
import type { SqliteConnection } from "../sqlite-connection.ts";
import { quoted } from "../table-sql.ts";
import type { VersionTable } from "../version-table.ts";

/** Versions, ref moves and receipts whose batch is not there, or that cannot be read. */
export function* batchProblems(
  connection: SqliteConnection,
  tables: readonly VersionTable[],
): Generator<StorageProblem> {
  for (const { name } of tables) {
    const sql = `SELECT lower(hex(v.ecs_id)), lower(hex(v.lineage_id)) FROM ${quoted(name)} AS v
WHERE NOT EXISTS (SELECT 1 FROM write_batch AS b WHERE b.batch_id = v.batch_id)`;
    for (const [id, lineage] of connection.all(sql)) {
      yield {
        problem: `The batch that stored a version of table ${name} is missing`,
        ecsId: idOrNull(id, trustEcsId),
        lineageId: idOrNull(lineage, trustLineageId),
      };
    }
  }
  const moves = connection.all(`SELECT DISTINCT lower(hex(lineage_id)) FROM ref_move AS m
WHERE NOT EXISTS (SELECT 1 FROM write_batch AS b WHERE b.batch_id = m.batch_id)`);
  for (const [lineage] of moves) {
    const lineageId = idOrNull(lineage, trustLineageId);
    yield { problem: "The batch of a move of a ref is missing", ecsId: null, lineageId };
  }
  const receipts =
    "SELECT count(*) FROM receipt WHERE NOT (json_valid(ids) AND json_valid(counts))";
  const broken = Number(connection.first(receipts)?.[0]);
  if (broken > 0) {
    yield { problem: `${broken} receipts hold no JSON`, ecsId: null, lineageId: null };
  }
}
