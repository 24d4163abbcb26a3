import { trustEcsId, type EcsId } from "@minference/protocol";
import type { PrunableVersion, PruneRequest, StoredValue } from "@minference/storage";
import { uuidHexToBlob } from "../id-blobs.ts";
import { IdTexts } from "../id-texts.ts";
import type { SqliteConnection } from "../sqlite-connection.ts";
import { quoted } from "../table-sql.ts";
import type { VersionTable } from "../version-table.ts";

/** A version as a prune sees it: its place, and what its id fields hold. */
export interface LeanVersion extends PrunableVersion {
  readonly table: VersionTable;
  readonly state: Readonly<Record<string, StoredValue>>;
}

const noFields: LeanVersion["state"] = {};

/**
 * Every stored version, without its content.
 *
 * @throws {CorruptError} an id field holds what was never written.
 */
export function prunableVersions(
  connection: SqliteConnection,
  tables: readonly VersionTable[],
  request: PruneRequest,
): ReadonlyMap<EcsId, LeanVersion> {
  const names = [...Object.values(request.idFields).flat(), ...Object.values(request.belongsTo)];
  const fields = [...new Set(names)];
  const texts = new IdTexts();
  const versions = new Map<EcsId, LeanVersion>();
  for (const table of tables) {
    const reader = table.idFields(fields);
    const columns = [
      "lower(hex(v.ecs_id))",
      "lower(hex(v.parent_id))",
      table.typeSql("v"),
      ...reader.select("v"),
    ];
    const sql = `SELECT ${columns.join(", ")} FROM ${quoted(table.name)} AS v`;
    for (const row of connection.all(sql)) {
      const [id, parent, type] = row.map(String);
      const ecsId = trustEcsId(texts.of(id ?? ""));
      versions.set(ecsId, {
        ecsId,
        table,
        type: type ?? "",
        parentId: parent === "" ? null : trustEcsId(texts.of(parent ?? "")),
        state: fields.length === 0 ? noFields : reader.read(row, 3, ecsId),
      });
    }
  }
  return versions;
}

/** The bytes of an id. */
export function blobOf(id: string): Uint8Array {
  return uuidHexToBlob(id.replaceAll("-", ""));
}
