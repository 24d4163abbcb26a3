import { InvalidRequestError, shortId, type EcsId, type JsonValue } from "@minference/protocol";
import { heldIds, type StoredValue, type WrittenSnapshot } from "@minference/storage";
import { entityTableName, versionColumns } from "../mapping/version-columns.ts";
import type { ListPlace } from "../segments/list-place.ts";
import type { IdBlobs } from "./id-blobs.ts";
import { parseState } from "./parse-state.ts";
import type { SqlRow, SqlValue } from "./sqlite-handle.ts";
import { literal } from "./table-sql.ts";
import { corruptColumn, encodeVersion, VersionReader } from "./version-codec.ts";
import type {
  Completion,
  IdFieldReader,
  ReadLink,
  ReadVersion,
  VersionContent,
  VersionLinks,
  VersionTable,
} from "./version-table.ts";

const typeAt = versionColumns.length;
const stateAt = typeAt + 1;

/** The table of every type without a mapping: the state is one JSON text, its lists whole. */
export class EntityVersionTable implements VersionTable {
  readonly name = entityTableName;
  readonly columns: readonly string[] = [
    ...versionColumns.map(({ name }) => name),
    "type",
    "state",
  ];
  readonly linksSql = "SELECT state FROM entity WHERE ecs_id = ?";
  readonly #reader = new VersionReader();

  select(alias: string): readonly string[] {
    return [...VersionReader.select(alias), `${alias}.type`, `${alias}.state`];
  }

  typeSql(alias: string): string {
    return `${alias}.type`;
  }

  contentSql(alias: string): string {
    return `${alias}.state`;
  }

  linkFields({ state }: WrittenSnapshot): readonly string[] {
    return Object.keys(state);
  }

  encode(snapshot: WrittenSnapshot, ids: IdBlobs): SqlValue[] {
    const hasLists = Object.values(snapshot.state).some((value) => "list" in value);
    const state = hasLists ? null : JSON.stringify(snapshot.state);
    return [...encodeVersion(snapshot, ids), snapshot.type, state];
  }

  complete(row: SqlValue[], snapshot: WrittenSnapshot, { lists }: Completion): void {
    if (lists.size === 0) return;
    const state = Object.entries(snapshot.state).map(([field, value]) => {
      if (!("list" in value)) return [field, value];
      const place = lists.get(field);
      return [field, { list: place?.kind === "whole" ? place.items : [] }];
    });
    row[stateAt] = JSON.stringify(Object.fromEntries(state));
  }

  idAt(row: SqlRow, at: number): EcsId | null {
    return this.#reader.id(row, at);
  }

  read(row: SqlRow, at: number): ReadVersion {
    const version = this.#reader.read(row, at, this.name);
    const [type, text] = [row[at + VersionReader.width], row[at + VersionReader.width + 1]];
    const state = typeof text === "string" ? parseState(text) : null;
    if (typeof type !== "string" || state === null) {
      const column = `${this.name}.${typeof type === "string" ? "state" : "type"}`;
      throw corruptColumn({ type: String(type), id: version.ecsId, column });
    }
    const links = Object.values(state).flatMap(heldIds).map(linkTo);
    return { snapshot: { ...version, type, state }, state, lists: [], links };
  }

  readLinks(row: SqlRow, id: EcsId): VersionLinks {
    const state = typeof row[0] === "string" ? parseState(row[0]) : null;
    if (state === null) {
      throw corruptColumn({ type: "A version", id, column: `${this.name}.state` });
    }
    const refs = new Map<string, EcsId>();
    const dicts = new Map<string, ReadonlySet<string>>();
    const lists = new Map<string, ListPlace>();
    for (const [field, value] of Object.entries(state)) {
      if ("ref" in value && value.ref !== null) refs.set(field, value.ref);
      else if ("dict" in value) dicts.set(field, new Set(Object.values(value.dict)));
      else if ("list" in value) lists.set(field, { kind: "whole", items: value.list });
    }
    return { refs, dicts, lists };
  }

  idFields(names: readonly string[]): IdFieldReader {
    const asked = literal(JSON.stringify(names));
    return {
      // made in SQL, so that no content of a version leaves the database
      select: (alias) => [
        `CASE WHEN json_valid(${alias}.state) THEN (
  SELECT json_group_object(f.key, json(f.value)) FROM json_each(${alias}.state) AS f
  WHERE f.key IN (SELECT value FROM json_each(${asked}))
) END`,
      ],
      read: (row, at, id) => {
        const text = row[at];
        const state = typeof text === "string" ? parseState(text) : null;
        if (state === null) {
          throw corruptColumn({ type: "A version", id, column: `${this.name}.state` });
        }
        return state;
      },
    };
  }

  emptied(
    { type, ecsId, content }: VersionContent,
    json: Readonly<Record<string, JsonValue>>,
  ): ReadonlyMap<string, SqlValue> {
    const state = typeof content === "string" ? parseState(content) : null;
    if (state === null) throw corruptColumn({ type, id: ecsId, column: `${this.name}.state` });
    const changed = Object.entries(state).map(([field, value]): [string, StoredValue] => {
      if (!Object.hasOwn(json, field)) return [field, value];
      if (!("json" in value)) throw noJsonField(type, ecsId, field);
      return [field, { json: json[field] ?? null }];
    });
    return new Map([["state", JSON.stringify(Object.fromEntries(changed))]]);
  }
}

function linkTo(id: EcsId): ReadLink {
  return { id, table: null, type: null };
}

function noJsonField(type: string, ecsId: EcsId, field: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `${type} …${shortId(ecsId)}: the field ${field} names versions and cannot be emptied`,
    remedy: "Empty JSON fields; the links of a version stay",
    entityType: type,
    ecsId,
    path: field,
  });
}
