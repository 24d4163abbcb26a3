import {
  shortId,
  trustEcsId,
  trustLineageId,
  type EcsId,
  type LineageId,
} from "@minference/protocol";
import { heldIds, type StorageProblem } from "@minference/storage";
import type { SqliteConnection } from "../sqlite-connection.ts";
import type { SqlRow, SqlValue } from "../sqlite-handle.ts";
import { quoted } from "../table-sql.ts";
import type { VersionLocator } from "../version-locator.ts";
import type { ReadVersion, VersionTable } from "../version-table.ts";
import { damageOf } from "./damage-of.ts";
import { idOrNull } from "./id-or-null.ts";
import { SegmentWalks } from "./segment-walks.ts";

/** What versions are checked with. */
export interface CheckParts {
  readonly connection: SqliteConnection;
  readonly locator: VersionLocator;
}

/** A version that another one names. */
interface Reference {
  readonly owner: Pick<StorageProblem, "ecsId" | "lineageId">;
  readonly as: "field" | "parent";
  readonly what: string;
  readonly target: EcsId;
}

/** Ids looked at, and references looked up, at a time. */
const pageSize = 1000;

/** Reads every version of one table, and looks for what it names. */
export class VersionCheck {
  readonly #table: VersionTable;
  readonly #parts: CheckParts;
  readonly #walks: SegmentWalks;
  readonly #rowSql: string;
  #references: Reference[] = [];

  constructor(table: VersionTable, parts: CheckParts) {
    this.#table = table;
    this.#parts = parts;
    this.#walks = new SegmentWalks(parts.connection);
    this.#rowSql = `SELECT ${table.select("v").join(", ")} FROM ${quoted(table.name)} AS v WHERE v.ecs_id = ?`;
  }

  /** What is damaged in the table. */
  *problems(): Generator<StorageProblem> {
    for (const key of this.#keys()) {
      yield* this.#versionProblems(key);
      if (this.#references.length >= pageSize) yield* this.#missing();
    }
    yield* this.#missing();
  }

  /** Ids as they are stored, whatever they are, with their hex digits and those of the lineage. */
  *#keys(): Generator<SqlRow> {
    const { name } = this.#table;
    const select = `SELECT ecs_id, lower(hex(ecs_id)), lower(hex(lineage_id)) FROM ${quoted(name)}`;
    const order = `ORDER BY ecs_id LIMIT ${pageSize}`;
    let page = this.#parts.connection.all(`${select} ${order}`);
    for (;;) {
      yield* page;
      const last = page.at(-1)?.[0];
      if (last === undefined || page.length < pageSize) return;
      page = this.#parts.connection.all(`${select} WHERE ecs_id > ? ${order}`, [last]);
    }
  }

  *#versionProblems([key = null, id, lineage]: SqlRow): Generator<StorageProblem> {
    const owner = {
      ecsId: idOrNull(id, trustEcsId),
      lineageId: idOrNull(lineage, trustLineageId),
    };
    try {
      const version = this.#read(key);
      if (version === null) return;
      for (const problem of this.#lawProblems(version)) yield { problem, ...owner };
      this.#collect(version, owner);
    } catch (error) {
      yield {
        problem: damageOf(error, `reading a version of table ${this.#table.name}`),
        ...owner,
      };
    }
  }

  #read(key: SqlValue): ReadVersion | null {
    const row = this.#parts.connection.first(this.#rowSql, [key]);
    return row === null ? null : this.#table.read(row, 0);
  }

  *#lawProblems({ snapshot }: ReadVersion): Generator<string> {
    const { type, ecsId, contentHash, erasedAt } = snapshot;
    if ((contentHash === null) === (erasedAt !== null)) return;
    const what = erasedAt === null ? "has no content hash" : "is erased and has a content hash";
    yield `${type} …${shortId(ecsId)} ${what}`;
  }

  /** @throws {CorruptError} a list lacks rows. */
  #collect({ snapshot, lists }: ReadVersion, owner: Reference["owner"]): void {
    const { ecsId, type, parentId, state } = snapshot;
    const whose = `${type} …${shortId(ecsId)}`;
    const name = (field: string, target: EcsId): void => {
      this.#references.push({ owner, as: "field", what: `${whose}: ${field}`, target });
    };
    if (parentId !== null) {
      this.#references.push({
        owner,
        as: "parent",
        what: `${whose}: its parent`,
        target: parentId,
      });
    }
    for (const [field, value] of Object.entries(state)) {
      for (const target of heldIds(value)) name(field, target);
    }
    for (const { field, rows, segment, length } of lists) {
      const items = this.#walks.items(rows, { reader: ecsId, segment, length });
      for (const item of items) name(field, item);
    }
  }

  *#missing(): Generator<StorageProblem> {
    const references = this.#references;
    this.#references = [];
    const found = this.#parts.locator.find(new Set(references.map(({ target }) => target)));
    for (const { owner, as, what, target } of references) {
      const wrong = whatIsWrong(as, owner.lineageId, found.get(target)?.lineageId ?? null);
      if (wrong === null) continue;
      yield { problem: `${what} names version …${shortId(target)}, which is ${wrong}`, ...owner };
    }
  }
}

/** A parent that is not stored is legal: an import may bring a version without it (L1). */
function whatIsWrong(
  as: Reference["as"],
  own: LineageId | null,
  target: LineageId | null,
): string | null {
  if (as === "field") return target === null ? "not stored" : null;
  return target === null || target === own ? null : "of another lineage";
}
