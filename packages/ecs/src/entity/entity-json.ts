import type { JsonValue } from "@minference/protocol";
import type { Cell } from "../graph/cell.ts";
import { childrenFirst } from "../graph/children-first.ts";
import type { ListValue } from "../graph/list-value.ts";

type Json = Readonly<Record<string, JsonValue>>;

/**
 * The fields of an entity, sub-entities nested. Each entity is rendered once and its frozen object shared by all that
 * hold it, so a diamond costs what it is; inside a cycle a member that is not complete yet is its version id.
 */
export function dumpOf(root: Cell): Json {
  const complete = new Map<Cell, Json>();
  const nested = (child: Cell): JsonValue => complete.get(child) ?? child.version.ecsId;
  let last: Json = {};
  for (const cell of childrenFirst(root)) {
    last = fieldsOf(cell, nested);
    complete.set(cell, last);
  }
  return last;
}

/** Versioning fields and fields of an entity, sub-entities as version ids. */
export function jsonOf(cell: Cell): Json {
  const { version } = cell;
  return {
    entityType: cell.definition.shape.type,
    ecsId: version.ecsId,
    lineageId: version.lineageId,
    parentId: version.parentId,
    createdAt: new Date(version.createdAt).toISOString(),
    batchId: version.batchId,
    schemaVersion: version.schemaVersion,
    contentHash: version.contentHash,
    erasedAt: version.erasedAt?.toISOString() ?? null,
    ...fieldsOf(cell, (child) => child.version.ecsId),
  };
}

function fieldsOf(cell: Cell, render: (child: Cell) => JsonValue): Json {
  const { plain, refs, lists, dicts } = cell.state;
  const fields: [string, JsonValue][] = [];
  for (const name of cell.definition.fields.keys()) {
    const child = refs[name];
    const value = lists[name];
    const entries = dicts[name];
    if (child !== undefined) fields.push([name, child === null ? null : render(child)]);
    else if (value !== undefined) fields.push([name, renderList(value, render)]);
    else if (entries !== undefined) fields.push([name, renderDict(entries, render)]);
    else fields.push([name, plain[name] ?? null]);
  }
  return Object.freeze(Object.fromEntries(fields));
}

function renderList(value: ListValue, render: (child: Cell) => JsonValue): readonly JsonValue[] {
  return Object.freeze(value.cells().map(render));
}

function renderDict(entries: ReadonlyMap<string, Cell>, render: (child: Cell) => JsonValue): Json {
  const rendered = [...entries].map(([key, child]): [string, JsonValue] => [key, render(child)]);
  return Object.freeze(Object.fromEntries(rendered));
}
