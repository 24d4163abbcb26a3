import { shortId, type EcsId, type LineageId } from "@minference/protocol";
import { heldIds, type EntitySnapshot } from "@minference/storage";
import { hashedState, isAsWritten } from "../load/check-hash.ts";
import { compareShape } from "../load/refuse-drift.ts";
import type { TypeTable } from "../load/type-table.ts";
import { definitionOf } from "../shape/definition-of.ts";

/** Type and lineage of a version that was read. */
export interface Place {
  readonly type: string;
  readonly lineageId: LineageId;
}

/** What a version is compared with. */
export interface Surroundings {
  readonly types: TypeTable;
  readonly isStored: (id: EcsId) => boolean;
  /** Null: not read, or not yet; versions are read by rising id. */
  readonly placeOf: (id: EcsId) => Place | null;
}

/** What a backend may have found too: content that is not that of the hash, links that lead nowhere. */
export function* contentProblems(
  snapshot: EntitySnapshot,
  isStored: Surroundings["isStored"],
): Generator<string> {
  const { erasedAt, contentHash, state } = snapshot;
  if (!isAsWritten(snapshot, hashedState(snapshot))) yield "its content is not that of its hash";
  if (erasedAt !== null && contentHash !== null) yield "it is erased and has a hash";
  for (const [name, value] of Object.entries(state)) {
    const missing = new Set(heldIds(value).filter((id) => !isStored(id)));
    for (const id of missing) yield `${name} names …${shortId(id)}, which is not stored`;
  }
}

/** What only a registry can tell: a parent of another thing, fields that are not those of the class. */
export function* placeProblems(
  snapshot: EntitySnapshot,
  { types, isStored, placeOf }: Surroundings,
): Generator<string> {
  const { ecsId, parentId, lineageId, type } = snapshot;
  const entityClass = types.classOf(type);
  if (entityClass !== null) {
    const comparison = compareShape(definitionOf(entityClass), snapshot);
    if (comparison.outcome === "drift") yield `it is stored ${comparison.what}`;
  }
  if (parentId === null) return;
  const parent = placeOf(parentId);
  if (isStored(parentId) && parentId >= ecsId) yield "its parent has no smaller id";
  if (parent !== null && parent.lineageId !== lineageId) yield "its parent is of another lineage";
  if (parent !== null && parent.type !== type) yield "its parent is of another type";
}
