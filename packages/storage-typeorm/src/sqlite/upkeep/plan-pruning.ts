import { trustEcsId, type EcsId } from "@minference/protocol";
import { planPrune, type PruneReceipt, type PruneRequest } from "@minference/storage";
import type { ListPlace } from "../../segments/list-place.ts";
import { IdTexts } from "../id-texts.ts";
import type { SqliteConnection } from "../sqlite-connection.ts";
import type { VersionTable } from "../version-table.ts";
import { blobOf, prunableVersions, type LeanVersion } from "./prunable-versions.ts";
import { SegmentWalks } from "./segment-walks.ts";

/** What a prune looks at. */
export interface PruneParts {
  readonly connection: SqliteConnection;
  readonly tables: readonly VersionTable[];
}

/** What a prune is to delete, and how it came to be known. */
export interface PrunePlan {
  readonly receipt: PruneReceipt;
  readonly versions: ReadonlyMap<EcsId, LeanVersion>;
  /** The lists of all versions that are kept, and of no other. */
  readonly walks: SegmentWalks;
}

/**
 * Which versions nothing reaches. Only what names versions is read, of each version that is reached once, and each
 * list row once.
 *
 * @throws {CorruptError} what is reached cannot be told, because a row is damaged.
 */
export function planPruning(request: PruneRequest, parts: PruneParts): PrunePlan {
  const { connection, tables } = parts;
  const versions = prunableVersions(connection, tables, request);
  const walks = new SegmentWalks(connection);
  const receipt = planPrune(request, {
    versions,
    tips: allTips(connection),
    held: (version) => heldBy(version, connection, walks),
  });
  return { receipt, versions, walks };
}

function allTips(connection: SqliteConnection): readonly EcsId[] {
  const texts = new IdTexts();
  // a bare column beside max() comes from the row of the maximum, https://www.sqlite.org/lang_select.html#bareagg
  const sql = "SELECT lower(hex(ecs_id)), max(seq) FROM ref_move GROUP BY lineage_id, name";
  return connection
    .all(sql)
    .flatMap(([hex]) => (hex === "" ? [] : [trustEcsId(texts.of(String(hex)))]));
}

function heldBy(
  { ecsId, table }: LeanVersion,
  connection: SqliteConnection,
  walks: SegmentWalks,
): readonly EcsId[] {
  if (table.linksSql === null) return [];
  const row = connection.first(table.linksSql, [blobOf(ecsId)]);
  if (row === null) return [];
  const { refs, dicts, lists } = table.readLinks(row, ecsId);
  const dictIds = [...dicts.values()].flatMap((ids) => Array.from(ids, trustEcsId));
  const items = [...lists.values()].flatMap((place) => itemsAt(place, ecsId, walks));
  return [...refs.values(), ...dictIds, ...items];
}

function itemsAt(place: ListPlace, reader: EcsId, walks: SegmentWalks): readonly EcsId[] {
  if (place.kind === "whole") return place.items;
  if (place.segment === null) return [];
  const segment = Buffer.from(place.segment).toString("hex");
  return walks.items(place.rows, { reader, segment, length: place.length });
}
