import type { EcsId } from "@minference/protocol";
import type { VersionRow } from "@minference/storage";

/** Rows with every parent before its children, otherwise by id; rows whose parents make a circle come last. */
export function ancestryOrder(rows: readonly VersionRow[]): readonly VersionRow[] {
  const byId = [...rows].sort((left, right) => (left.ecsId < right.ecsId ? -1 : 1));
  const stored = new Set(byId.map(({ ecsId }) => ecsId));
  const ordered = new Set<VersionRow>();
  const waiting = new Map<EcsId, VersionRow[]>();
  const placed = new Set<EcsId>();
  // ids rise from parent to child, so that hardly a row ever waits
  for (const row of byId) {
    const { parentId } = row;
    if (parentId !== null && stored.has(parentId) && !placed.has(parentId)) {
      const others = waiting.get(parentId);
      if (others === undefined) waiting.set(parentId, [row]);
      else others.push(row);
      continue;
    }
    const ready = [row];
    // an array is walked to the end that it has by then
    for (const next of ready) {
      ordered.add(next);
      placed.add(next.ecsId);
      for (const child of waiting.get(next.ecsId) ?? []) ready.push(child);
    }
  }
  return [...ordered, ...byId.filter((row) => !ordered.has(row))];
}

/** The children of each version, by rising id. */
export function childrenByParent(
  rows: readonly VersionRow[],
): ReadonlyMap<EcsId, readonly EcsId[]> {
  const children = new Map<EcsId, EcsId[]>();
  for (const { ecsId, parentId } of rows) {
    if (parentId === null) continue;
    const siblings = children.get(parentId);
    if (siblings === undefined) children.set(parentId, [ecsId]);
    else siblings.push(ecsId);
  }
  return children;
}

/** From the parent of a version to the first one; it ends where a parent is not stored. */
export function ancestorsOf(rows: readonly VersionRow[], ecsId: EcsId): readonly EcsId[] {
  const parents = new Map(rows.map((row) => [row.ecsId, row.parentId]));
  const ancestors = new Set<EcsId>();
  let parent = parents.get(ecsId) ?? null;
  while (parent !== null && parents.has(parent) && !ancestors.has(parent)) {
    ancestors.add(parent);
    parent = parents.get(parent) ?? null;
  }
  return [...ancestors];
}

/** Every version that descends from one, a parent always before its child. */
export function descendantsOf(rows: readonly VersionRow[], ecsId: EcsId): readonly EcsId[] {
  const found = new Set<EcsId>([ecsId]);
  for (const row of ancestryOrder(rows)) {
    if (row.parentId !== null && found.has(row.parentId)) found.add(row.ecsId);
  }
  found.delete(ecsId);
  return [...found];
}
