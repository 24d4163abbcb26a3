import type { EcsId, LineageId } from "@minference/protocol";
import { mainRef, type EntitySnapshot, type RefMove, type RefTip } from "@minference/storage";

/** What decides which refs an import makes. */
export interface ImportedRefs {
  readonly root: EntitySnapshot;
  /** Every version of the document. */
  readonly snapshots: Iterable<EntitySnapshot>;
  readonly isFresh: (id: EcsId) => boolean;
  /** The refs of the root's lineage as they are stored. */
  readonly refs: readonly RefTip[];
}

/**
 * The refs of the root's lineage that an import makes: `main` for the root when there is none, and a branch for each
 * other new head, so that prune takes nothing of it by surprise. No ref that exists is moved.
 */
export function importedMoves({
  root,
  snapshots,
  isFresh,
  refs,
}: ImportedRefs): readonly RefMove[] {
  const { lineageId } = root;
  const hasMain = refs.some(({ name }) => name === mainRef);
  const heads = headsOf(lineageId, snapshots).filter(
    (id) => isFresh(id) && (hasMain || id !== root.ecsId),
  );
  const common = { lineageId, expect: null, else: "branch" } as const;
  return [
    ...(hasMain ? [] : [{ ...common, name: mainRef, to: root.ecsId }]),
    ...heads.map((to): RefMove => ({ ...common, name: null, to })),
  ];
}

/** The versions of a lineage without children among these, by rising id. */
function headsOf(lineageId: LineageId, snapshots: Iterable<EntitySnapshot>): readonly EcsId[] {
  const heads = new Set<EcsId>();
  const parents = new Set<EcsId | null>();
  for (const snapshot of snapshots) {
    if (snapshot.lineageId !== lineageId) continue;
    heads.add(snapshot.ecsId);
    parents.add(snapshot.parentId);
  }
  return [...heads].filter((id) => !parents.has(id)).sort();
}
