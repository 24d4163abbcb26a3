import { trustBatchId, trustEcsId, type LineageId } from "@minference/protocol";
import type { VersionRow } from "@minference/storage";
import { isInstant } from "./column-codec.ts";
import { uuidToBlob } from "./id-blobs.ts";
import { IdTexts } from "./id-texts.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { quoted } from "./table-sql.ts";
import { corruptColumn } from "./version-codec.ts";
import type { VersionTables } from "./version-tables.ts";

/** Reads the places of versions in their lineages; no state is read. */
export class LineageReader {
  readonly #connection: SqliteConnection;
  readonly #sql: string;
  readonly #tableCount: number;

  constructor(connection: SqliteConnection, { all }: VersionTables) {
    this.#connection = connection;
    this.#tableCount = all.length;
    this.#sql = all
      .map(
        (table) =>
          `SELECT lower(hex(v.ecs_id)), lower(hex(v.parent_id)), v.created_at, lower(hex(v.batch_id)), ` +
          `${table.typeSql("v")} FROM ${quoted(table.name)} AS v WHERE v.lineage_id = ?`,
      )
      .join("\nUNION ALL\n");
  }

  /** All versions of a lineage by rising id. */
  rows(lineageId: LineageId): readonly VersionRow[] {
    const lineage = uuidToBlob(lineageId);
    if (lineage === null) return [];
    const texts = new IdTexts();
    const found = this.#connection.all(
      this.#sql,
      new Array<Buffer>(this.#tableCount).fill(lineage),
    );
    return found
      .map(([id, parent, createdAt = null, batch, type]): VersionRow => {
        const ecsId = trustEcsId(texts.of(String(id)));
        if (!isInstant(createdAt)) {
          throw corruptColumn({ type: String(type), id: ecsId, column: "created_at" });
        }
        return {
          ecsId,
          type: String(type),
          lineageId,
          parentId: parent === "" ? null : trustEcsId(texts.of(String(parent))),
          createdAt: new Date(createdAt),
          batchId: trustBatchId(texts.of(String(batch))),
        };
      })
      .sort((one, other) => (one.ecsId < other.ecsId ? -1 : 1));
  }
}
