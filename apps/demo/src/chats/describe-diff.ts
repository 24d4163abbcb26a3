import type { EntityDiff, FieldDiff } from "@minference/ecs";
import { shortId, type JsonValue } from "@minference/protocol";

/** The fields that differ, a line each. */
export function describeDiff(diff: EntityDiff): readonly string[] {
  return Object.entries(diff).map(([field, change]) => `${field.padEnd(14)} ${describe(change)}`);
}

function describe(change: FieldDiff): string {
  switch (change.kind) {
    case "modified":
      return `${cut(change.before)} → ${cut(change.after)}`;
    case "child":
      return `${version(change.before)} → ${version(change.after)}`;
    case "list": {
      const order = change.isReordered ? ", in another order" : "";
      const moved = `${change.added.length} added, ${change.removed.length} removed${order}`;
      return `${change.before} → ${change.after} items, ${moved}`;
    }
    case "dict":
      return `${change.before} → ${change.after} entries, ${change.changed.length} changed`;
    default:
      return change satisfies never;
  }
}

function version(id: string | null): string {
  return id === null ? "none" : `…${shortId(id)}`;
}

function cut(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length <= 40 ? text : `${text.slice(0, 39).toWellFormed()}…`;
}
