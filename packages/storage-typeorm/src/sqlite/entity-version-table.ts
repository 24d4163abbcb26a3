import { isUuid, trustEcsId, type EcsId, type JsonValue } from "@minference/protocol";
import { frozenJson, type StoredValue, type WrittenSnapshot } from "@minference/storage";
import { entityTableName, versionColumns } from "../mapping/version-columns.ts";
import type { ListPlace } from "../segments/list-place.ts";
import type { IdBlobs } from "./id-blobs.ts";
import type { SqlRow, SqlValue } from "./sqlite-handle.ts";
import { corruptColumn, encodeVersion, VersionReader } from "./version-codec.ts";
import type {
  Completion,
  ReadLink,
  ReadVersion,
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
    const links = Object.values(state).flatMap(targetsOf).map(linkTo);
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
}

/** The versions that a value names. */
function targetsOf(value: StoredValue): readonly EcsId[] {
  if ("json" in value) return [];
  if ("ref" in value) return value.ref === null ? [] : [value.ref];
  return "dict" in value ? Object.values(value.dict) : value.list;
}

function linkTo(id: EcsId): ReadLink {
  return { id, table: null, type: null };
}

/** The state of a stored text; null when it is not one that was written. */
function parseState(text: string): Record<string, StoredValue> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isRecord(parsed)) return null;
    const state = Object.entries(parsed).map(([field, value]): [string, StoredValue] => [
      field,
      toStoredValue(value),
    ]);
    // fromEntries defines properties, so a field named __proto__ is one like any other
    return Object.fromEntries(state);
  } catch {
    // the errors of JSON.parse and frozenJson quote the text, which must not get into an error of ours
    return null;
  }
}

function toStoredValue(value: unknown): StoredValue {
  if (isRecord(value) && Object.keys(value).length === 1) {
    if (Object.hasOwn(value, "json")) return { json: jsonOf(value["json"]) };
    if (Object.hasOwn(value, "ref"))
      return { ref: value["ref"] === null ? null : idOf(value["ref"]) };
    if (Object.hasOwn(value, "list") && Array.isArray(value["list"])) {
      return { list: Array.from<unknown, EcsId>(value["list"], idOf) };
    }
    const dict = value["dict"];
    if (isRecord(dict)) {
      return {
        dict: Object.fromEntries(Object.entries(dict).map(([key, id]) => [key, idOf(id)])),
      };
    }
  }
  throw new SyntaxError("no stored value");
}

function jsonOf(value: unknown): JsonValue {
  return typeof value === "string" ? value : frozenJson(value, "value");
}

function idOf(value: unknown): EcsId {
  if (typeof value === "string" && isUuid(value)) return trustEcsId(value);
  throw new SyntaxError("no id");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
