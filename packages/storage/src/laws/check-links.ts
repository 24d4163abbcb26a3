import type { EcsId, LineageId } from "@minference/protocol";
import type { WrittenSnapshot } from "../contract/entity-snapshot.ts";
import { DanglingReferenceError } from "../errors/dangling-reference-error.ts";
import { heldIds } from "./held-ids.ts";

/**
 * Lets a version pass whose fields name only versions that are known (L7).
 *
 * @throws {DanglingReferenceError} a ref, a value of a dict, or an item that a list edit brings names no version.
 */
export function checkLinks(version: WrittenSnapshot, isKnown: (id: EcsId) => boolean): void {
  const { type: entityType, ecsId } = version;
  for (const path of Object.keys(version.state)) {
    const value = version.state[path];
    for (const target of value === undefined ? [] : heldIds(value)) {
      if (!isKnown(target)) throw new DanglingReferenceError({ entityType, ecsId, path, target });
    }
  }
}

/** Where a ref is to point. */
export interface RefTarget {
  readonly lineageId: LineageId;
  /** Null: a branch that has no name yet. */
  readonly name: string | null;
  readonly to: EcsId;
}

/**
 * Lets a ref pass that is to point to a version of its lineage (L7, L14).
 *
 * @param lineageOfTo that of the version `to`; undefined: there is no such version.
 * @throws {DanglingReferenceError} it is to point elsewhere.
 */
export function checkRefTarget(target: RefTarget, lineageOfTo: LineageId | undefined): void {
  const { lineageId, name, to } = target;
  if (lineageOfTo === lineageId) return;
  const path = `ref ${name ?? "of a branch"}`;
  throw new DanglingReferenceError({
    entityType: `Lineage ${lineageId}`,
    ecsId: null,
    path,
    target: to,
  });
}
