import { CorruptError, shortId } from "@minference/protocol";
import type { EntitySnapshot, StoredValue } from "@minference/storage";
import { fieldsAt, type EntityDefinition } from "../shape/entity-definition.ts";
import { isEmptied } from "../shape/is-emptied.ts";

/**
 * Lets an erased version pass that holds no text and no JSON: it has no hash that could prove anything else (V42).
 *
 * @throws {CorruptError} there is content in it.
 */
export function checkErased(definition: EntityDefinition, snapshot: EntitySnapshot): void {
  const { type: entityType, ecsId, schemaVersion, state } = snapshot;
  for (const [path, { shape }] of fieldsAt(definition, schemaVersion) ?? []) {
    if (!isEmptied(shape) || isEmpty(state[path])) continue;
    throw new CorruptError({
      problem: `${entityType} …${shortId(ecsId)} is marked as erased and has content in ${path}`,
      remedy: "Import a document that exportEntity wrote",
      entityType,
      ecsId,
      path,
    });
  }
}

function isEmpty(value: StoredValue | undefined): boolean {
  return value !== undefined && "json" in value && (value.json === null || value.json === "");
}
