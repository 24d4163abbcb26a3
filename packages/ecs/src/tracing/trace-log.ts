import type { LogFields, Logger } from "@minference/protocol";
import { collect } from "../change/collect.ts";
import type { EntityDiff, FieldDiff } from "../change/diff.ts";
import { ownDiff } from "../change/own-diff.ts";
import type { Committed } from "../commit/commits.ts";
import type { Cell } from "../graph/cell.ts";

/** Which call a record is about; in every record. */
export interface TracedOperation {
  /** Name of the function. */
  readonly operation: string;
  readonly runId: string;
}

/** At which of its two commits a traced call is. */
export type TraceMoment = "before" | "after";

/** Tells a logger what traced calls see and store (V34): types, ids, field names and lengths, never content. */
export class TraceLog {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Each of these entities, and each below them that is to be stored, with what is pending on it. */
  seen(cells: readonly Cell[], operation: TracedOperation, moment: TraceMoment): void {
    for (const cell of new Set([...cells, ...collect(cells).changed])) {
      const pending = { isNew: cell.isNew, diff: diffText(ownDiff(cell)) };
      const fields = { event: "entity.seen", ...operation, moment, ...idsOf(cell), ...pending };
      this.#logger.debug(fields, "entity.seen");
    }
  }

  /** Each version that a batch stored, with the names of the fields that differ from its parent's. */
  stored(committed: Committed, changes: PendingChanges, operation: TracedOperation): void {
    const { batchId } = committed.frozen.batch;
    for (const { cell } of committed.frozen.next) {
      const fields = (changes.get(cell) ?? []).join(", ");
      const record = { event: "version.created", ...operation, batchId, ...idsOf(cell), fields };
      this.#logger.info(record, "version.created");
    }
  }
}

/** Names of the fields that differ, by entity. */
export type PendingChanges = ReadonlyMap<Cell, readonly string[]>;

/** What the next commit of some entities changes; it must be asked before that commit, which makes it the base. */
export function pendingChanges(roots: readonly Cell[]): PendingChanges {
  const { changed } = collect(roots);
  return new Map([...changed].map((cell) => [cell, changedFields(cell, changed)]));
}

/** Fields of its own that differ, and those through which it holds something that gets another version. */
function changedFields(cell: Cell, changed: ReadonlySet<Cell>): readonly string[] {
  const diff = ownDiff(cell);
  const isChanged = (child: Cell | null | undefined): boolean =>
    child !== null && child !== undefined && changed.has(child);
  const { refs, lists, dicts } = cell.state;
  return [...cell.definition.fields.keys()].filter(
    (name) =>
      name in diff ||
      isChanged(refs[name]) ||
      lists[name]?.cells().some(isChanged) === true ||
      [...(dicts[name]?.values() ?? [])].some(isChanged),
  );
}

function idsOf(cell: Cell): LogFields {
  const { ecsId, lineageId } = cell.version;
  return { entityType: cell.definition.shape.type, ecsId, lineageId };
}

/** As in the diagrams of lineages (V36), without the values. */
function diffText(diff: EntityDiff): string {
  return Object.entries(diff)
    .map(([name, field]) => fieldText(name, field))
    .join(", ");
}

function fieldText(name: string, diff: FieldDiff): string {
  switch (diff.kind) {
    case "modified":
      return name;
    case "child":
      return `${name}*`;
    case "list":
      return `${name}[${diff.before}→${diff.after}]`;
    case "dict":
      return `${name}{${diff.before}→${diff.after}}`;
  }
}
