import { trustEcsId, type EcsId } from "@minference/protocol";
import type { PruneReceipt, PruneRequest } from "../contract/pruning.ts";
import { ownField } from "../contract/fields.ts";
import { unreached } from "./unreached.ts";

/** A version as a prune sees it, in whatever form a storage keeps its fields. */
export interface PrunableVersion {
  readonly ecsId: EcsId;
  readonly type: string;
  readonly parentId: EcsId | null;
  readonly state: Readonly<Record<string, object>>;
}

/** What a prune goes through. */
export interface PrunableContents<Version extends PrunableVersion> {
  readonly versions: ReadonlyMap<EcsId, Version>;
  /** Tips of all refs. */
  readonly tips: Iterable<EcsId>;
  /** The versions that the fields of one name; asked once for each, and free to leave out what it gave before. */
  readonly held: (version: Version) => Iterable<EcsId>;
}

/** What a prune deletes of a storage: every version that is not reached (L36, L38). */
export function planPrune<Version extends PrunableVersion>(
  request: PruneRequest,
  { versions, tips, held }: PrunableContents<Version>,
): PruneReceipt {
  const belongings = findBelongings(request, versions.values());
  const gone = unreached({
    all: versions.keys(),
    starts: [...tips, ...request.alsoKeep],
    *next(id) {
      const version = versions.get(id);
      if (version === undefined) return;
      yield* held(version);
      if (version.parentId !== null) yield version.parentId;
      yield* namedIds(version, ownField(request.idFields, version.type) ?? []);
      yield* belongings.get(id) ?? [];
    },
  });
  return { idsByType: byType(gone.flatMap((id) => versions.get(id) ?? [])) };
}

/** The versions that live and die with another one, by that one. */
function findBelongings(
  request: PruneRequest,
  versions: Iterable<PrunableVersion>,
): ReadonlyMap<EcsId, readonly EcsId[]> {
  const belongings = new Map<EcsId, EcsId[]>();
  for (const version of versions) {
    const field = ownField(request.belongsTo, version.type);
    for (const owner of field === undefined ? [] : namedIds(version, [field])) {
      const known = belongings.get(owner);
      if (known === undefined) belongings.set(owner, [version.ecsId]);
      else known.push(version.ecsId);
    }
  }
  return belongings;
}

function namedIds({ state }: PrunableVersion, fields: readonly string[]): EcsId[] {
  return fields.flatMap((field) => {
    const value = ownField(state, field);
    const id: unknown = value !== undefined && "json" in value ? value.json : null;
    return typeof id === "string" ? [trustEcsId(id)] : [];
  });
}

function byType(versions: readonly PrunableVersion[]): PruneReceipt["idsByType"] {
  const groups = new Map<string, EcsId[]>();
  for (const { ecsId, type } of versions) {
    const group = groups.get(type) ?? [];
    group.push(ecsId);
    groups.set(type, group);
  }
  for (const group of groups.values()) group.sort();
  return Object.fromEntries(groups);
}
