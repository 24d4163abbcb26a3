import type { JsonValue } from "@minference/protocol";
import type { Cell } from "../graph/cell.ts";

type Json = Readonly<Record<string, JsonValue>>;

/** The fields of an entity, sub-entities nested; inside a cycle a member is its version id. */
export function dumpOf(root: Cell): Json {
  const open = new Set<Cell>();
  const nested = (cell: Cell): JsonValue => {
    if (open.has(cell)) return cell.version.ecsId;
    open.add(cell);
    const fields = fieldsOf(cell, nested);
    open.delete(cell);
    return fields;
  };
  open.add(root);
  return fieldsOf(root, nested);
}

/** Versioning fields and fields of an entity, sub-entities as version ids. */
export function jsonOf(cell: Cell): Json {
  const { version } = cell;
  return {
    entityType: cell.definition.shape.type,
    ecsId: version.ecsId,
    lineageId: version.lineageId,
    parentId: version.parentId,
    createdAt: version.createdAt.toISOString(),
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
    else if (value !== undefined) fields.push([name, value.cells().map(render)]);
    else if (entries !== undefined) fields.push([name, renderDict(entries, render)]);
    else fields.push([name, plain[name] ?? null]);
  }
  return Object.fromEntries(fields);
}

function renderDict(entries: ReadonlyMap<string, Cell>, render: (child: Cell) => JsonValue): Json {
  return Object.fromEntries([...entries].map(([key, child]) => [key, render(child)]));
}
