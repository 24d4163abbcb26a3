import type { BatchId } from "@minference/protocol";
import type { IdBlobs } from "./id-blobs.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";

/** Who writes a batch, when and why. */
export interface BatchRow {
  readonly batchId: BatchId;
  readonly createdAt: Date;
  readonly actor: string | null;
  readonly reason: string | null;
  readonly runId: string | null;
}

const sql =
  "INSERT INTO write_batch (batch_id, created_at, actor, reason, run_id) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

/** Writes the row of a batch; false when the batch was stored before (L4). */
export function writeBatchRow(connection: SqliteConnection, row: BatchRow, ids: IdBlobs): boolean {
  const { batchId, createdAt, actor, reason, runId } = row;
  return connection.run(sql, [ids.of(batchId), createdAt.getTime(), actor, reason, runId]) > 0;
}
