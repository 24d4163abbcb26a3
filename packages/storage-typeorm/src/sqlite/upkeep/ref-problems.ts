import {
  shortId,
  trustEcsId,
  trustLineageId,
  type EcsId,
  type LineageId,
} from "@minference/protocol";
import type { StorageProblem } from "@minference/storage";
import type { SqliteConnection } from "../sqlite-connection.ts";
import type { SqlRow } from "../sqlite-handle.ts";
import type { VersionLocator } from "../version-locator.ts";
import { idOrNull } from "./id-or-null.ts";

const pageSize = 1000;

/** The last move of each ref, by lineage and name. */
const pageSql = `SELECT lineage_id, name, typeof(ecs_id), lower(hex(ecs_id)), lower(hex(lineage_id)), max(seq) FROM ref_move
WHERE (lineage_id, name) > (?, ?) GROUP BY lineage_id, name ORDER BY lineage_id, name LIMIT ${pageSize}`;

/** Refs whose tip is no stored version of their lineage. */
export function* refProblems(
  connection: SqliteConnection,
  locator: VersionLocator,
): Generator<StorageProblem> {
  let last: SqlRow = [new Uint8Array(), ""];
  for (;;) {
    const page = connection.all(pageSql, last.slice(0, 2));
    const tips = page.flatMap((row) => toTip(row) ?? []);
    const found = locator.find(tips.flatMap(({ tip }) => tip ?? []));
    for (const { lineageId, tip } of tips) {
      const place = tip === null ? undefined : found.get(tip);
      if (place !== undefined && place.lineageId === lineageId) continue;
      const problem =
        tip === null
          ? "A ref points to what is no version"
          : `A ref points to version …${shortId(tip)}, which is ${place === undefined ? "not stored" : "of another lineage"}`;
      yield { problem, ecsId: tip, lineageId };
    }
    const next = page.at(-1);
    if (next === undefined || page.length < pageSize) return;
    last = next;
  }
}

interface FoundTip {
  readonly lineageId: LineageId | null;
  readonly tip: EcsId | null;
}

/** Null for a ref that was deleted. */
function toTip([, , type, hex, lineage]: SqlRow): FoundTip | null {
  if (type === "null") return null;
  return { lineageId: idOrNull(lineage, trustLineageId), tip: idOrNull(hex, trustEcsId) };
}
