import type { EcsId } from "@minference/protocol";
import { DanglingReferenceError } from "@minference/storage";
import { heldIds } from "@minference/storage";
import type { BatchVersions } from "./batch-versions.ts";
import type { EncodedVersion } from "./encoded-batch.ts";
import type { VersionLinks } from "./version-table.ts";

interface Reference {
  readonly owner: EncodedVersion;
  readonly path: string;
  readonly target: EcsId;
}

/**
 * Lets a batch pass whose refs, dict values and list items name versions of it or stored ones (L7). What the stored
 * parent names in the same field was checked with it.
 *
 * @throws {DanglingReferenceError} the first one that names none.
 */
export function checkReferences(versions: BatchVersions): void {
  const foreign = [...versions.fresh.values()].flatMap((owner) =>
    foreignReferences(owner, versions),
  );
  versions.lookUp(foreign.map(({ target }) => target));
  for (const { owner, path, target } of foreign) {
    if (versions.has(target)) continue;
    const { type: entityType, ecsId } = owner.snapshot;
    throw new DanglingReferenceError({ entityType, ecsId, path, target });
  }
}

function foreignReferences(owner: EncodedVersion, versions: BatchVersions): readonly Reference[] {
  const references: Reference[] = [];
  const { state, parentId } = owner.snapshot;
  for (const path of owner.table.linkFields(owner.snapshot)) {
    const value = state[path];
    if (value === undefined || "json" in value) continue;
    for (const target of heldIds(value)) {
      if (!versions.fresh.has(target)) references.push({ owner, path, target });
    }
  }
  if (references.length === 0 || parentId === null || versions.fresh.has(parentId))
    return references;
  const parent = versions.links(parentId, owner.table);
  return references.filter(({ path, target }) => !isNamedBy(parent, path, target));
}

function isNamedBy(parent: VersionLinks | null, field: string, target: EcsId): boolean {
  return parent?.refs.get(field) === target || parent?.dicts.get(field)?.has(target) === true;
}
