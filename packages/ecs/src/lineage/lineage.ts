import type { EcsId, LineageId } from "@minference/protocol";
import type { RefTip, VersionRow } from "@minference/storage";
import type { EntityDiff } from "../change/diff.ts";
import { childrenByParent } from "./ancestry.ts";
import { isRoot } from "./is-root.ts";
import { lineageToMermaid, type MermaidOptions } from "./lineage-mermaid.ts";
import type { FieldExcerpt } from "./field-excerpt.ts";

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
  /** What differs from the parent; empty for a root. */
  readonly diff: EntityDiff;
  /** Of a root, what its fields hold, each cut short; empty for any other version. */
  readonly fields: readonly FieldExcerpt[];
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
  /**
   * The tree as Mermaid text, escaped so that it always parses.
   *
   * @throws {InvalidRequestError} `maxNodes` is no whole number from 1.
   */
  toMermaid(options?: MermaidOptions): string;
}

/** What is kept of a version that was read: its place, and what differs from its parent. */
export interface ReadVersion {
  readonly row: VersionRow;
  /** Null: the parent is not stored, or there is none. */
  readonly diff: EntityDiff | null;
  readonly fields: readonly FieldExcerpt[];
}

/** What was read of a lineage. */
export interface LineageRead {
  readonly lineageId: LineageId;
  /** In the order of ancestry. */
  readonly versions: readonly ReadVersion[];
  readonly refs: readonly RefTip[];
}

/** Puts the versions of a lineage together; an unknown lineage is empty. */
export function buildLineage(read: LineageRead): Lineage {
  const children = childrenByParent(read.versions.map(({ row }) => row));
  const nodes = new Map<EcsId, LineageNode>();
  for (const version of read.versions) {
    const { parentId, ecsId } = version.row;
    const parent = parentId === null ? undefined : nodes.get(parentId);
    nodes.set(ecsId, lineageNode(version, children.get(ecsId) ?? [], parent?.depth ?? null));
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

function lineageNode(
  { row, diff, fields }: ReadVersion,
  children: readonly EcsId[],
  parentDepth: number | null,
): LineageNode {
  const { ecsId, type, parentId, createdAt } = row;
  return {
    ecsId,
    type,
    parentId,
    parentMissing: parentId !== null && parentDepth === null,
    children,
    depth: parentDepth === null ? 0 : parentDepth + 1,
    createdAt,
    diff: diff ?? {},
    fields,
  };
}

function edgeTo(node: LineageNode): readonly LineageEdge[] {
  return node.parentId === null || node.parentMissing
    ? []
    : [{ from: node.parentId, to: node.ecsId }];
}
