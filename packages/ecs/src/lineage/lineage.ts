import type { EcsId, LineageId } from "@minference/protocol";
import type { EntitySnapshot, RefTip, VersionRow } from "@minference/storage";
import { diffStates, type EntityDiff } from "../change/diff.ts";
import { lineageToMermaid, type MermaidOptions } from "./lineage-mermaid.ts";

/** One version in its lineage. */
export interface LineageNode {
  readonly ecsId: EcsId;
  readonly type: string;
  readonly parentId: EcsId | null;
  /** True when the parent is not stored: the version came by an import without it. */
  readonly parentMissing: boolean;
  readonly children: readonly EcsId[];
  /** Versions between it and its root; 0 for a root. */
  readonly depth: number;
  readonly createdAt: Date;
  /** The version as it is stored. */
  readonly snapshot: EntitySnapshot;
  /** What differs from the parent; empty for a root. */
  readonly diff: EntityDiff;
}

/** One step from a version to a child of it. */
export interface LineageEdge {
  readonly from: EcsId;
  readonly to: EcsId;
}

/** The tree of all versions of one thing. */
export interface Lineage {
  readonly lineageId: LineageId;
  readonly nodes: ReadonlyMap<EcsId, LineageNode>;
  readonly edges: readonly LineageEdge[];
  /** Versions without a stored parent. */
  readonly roots: readonly EcsId[];
  /** Versions without children. */
  readonly heads: readonly EcsId[];
  readonly refs: readonly RefTip[];
  /** A parent always before its child, then by id. */
  readonly sortedIds: readonly EcsId[];
  /** The tree as Mermaid text, escaped so that it always parses. */
  toMermaid(options?: MermaidOptions): string;
}

/** What was read of a lineage. */
export interface LineageRead {
  readonly lineageId: LineageId;
  readonly rows: readonly VersionRow[];
  readonly snapshots: ReadonlyMap<EcsId, EntitySnapshot>;
  readonly refs: readonly RefTip[];
}

/** Puts the versions of a lineage together; an unknown lineage is empty. */
export function buildLineage(read: LineageRead): Lineage {
  const sorted = ancestryOrder(read.rows);
  const children = childrenByParent(sorted);
  const nodes = new Map<EcsId, LineageNode>();
  for (const row of sorted) {
    const snapshot = read.snapshots.get(row.ecsId);
    if (snapshot === undefined) continue;
    const parent = row.parentId === null ? undefined : nodes.get(row.parentId);
    nodes.set(row.ecsId, {
      ecsId: row.ecsId,
      type: row.type,
      parentId: row.parentId,
      parentMissing: row.parentId !== null && parent === undefined,
      children: children.get(row.ecsId) ?? [],
      depth: parent === undefined ? 0 : parent.depth + 1,
      createdAt: row.createdAt,
      snapshot,
      diff: parent === undefined ? {} : diffStates(parent.snapshot.state, snapshot.state),
    });
  }
  const all = [...nodes.values()];
  const lineage: Lineage = {
    lineageId: read.lineageId,
    nodes,
    edges: all.flatMap((node) => edgeTo(node)),
    roots: all.filter(isRoot).map(({ ecsId }) => ecsId),
    heads: all.filter((node) => node.children.length === 0).map(({ ecsId }) => ecsId),
    refs: read.refs,
    sortedIds: all.map(({ ecsId }) => ecsId),
    toMermaid: (options = {}) => lineageToMermaid(lineage, options),
  };
  return lineage;
}

/** Rows with every parent before its children, otherwise by id: ids rise from parent to child. */
export function ancestryOrder(rows: readonly VersionRow[]): readonly VersionRow[] {
  return [...rows].sort((left, right) => (left.ecsId < right.ecsId ? -1 : 1));
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

function isRoot(node: LineageNode): boolean {
  return node.parentId === null || node.parentMissing;
}

function edgeTo(node: LineageNode): readonly LineageEdge[] {
  return node.parentId === null || node.parentMissing
    ? []
    : [{ from: node.parentId, to: node.ecsId }];
}
