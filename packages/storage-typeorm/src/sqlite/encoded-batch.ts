import type { WriteBatch, WrittenSnapshot } from "@minference/storage";
import { IdBlobs } from "./id-blobs.ts";
import type { SqlValue } from "./sqlite-handle.ts";
import type { VersionTable } from "./version-table.ts";
import type { VersionTables } from "./version-tables.ts";

/** A version ready to be written but for what only the transaction knows: where its lists lie. */
export interface EncodedVersion {
  readonly snapshot: WrittenSnapshot;
  readonly table: VersionTable;
  /** The row, in the order of the table's columns. */
  readonly row: SqlValue[];
}

/** A batch ready to be written. */
export interface EncodedBatch {
  readonly batch: WriteBatch;
  readonly ids: IdBlobs;
  readonly versions: readonly EncodedVersion[];
  /** About how many bytes it brings to the disk. */
  readonly bytes: number;
}

/** What a row costs beside its texts. */
const rowBytes = 200;

/**
 * Does all the work of writing a batch that needs no database, so that transactions are short.
 *
 * @throws {SchemaDriftError} a version is not what the table of its type holds.
 * @throws {InvalidRequestError} an id is no UUID.
 */
export function encodeBatch(batch: WriteBatch, tables: VersionTables): EncodedBatch {
  const ids = new IdBlobs();
  let bytes = 0;
  const versions = batch.snapshots.map((snapshot): EncodedVersion => {
    const table = tables.ofType(snapshot.type);
    const row = table.encode(snapshot, ids);
    bytes += rowBytes;
    for (const value of row) if (typeof value === "string") bytes += value.length;
    return { snapshot, table, row };
  });
  return { batch, ids, versions, bytes };
}
