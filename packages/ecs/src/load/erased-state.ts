import { heldIds, type EntitySnapshot, type StoredValue } from "@minference/storage";
import { isOfType, type EntityDefinition } from "../shape/entity-definition.ts";
import type { LinkField } from "../shape/link-field.ts";
import type { State, ShapeOf } from "./upgrade-state.ts";

/**
 * The state that an erased version of an earlier schema version has under the present one. Upgrades are not asked
 * about content that is gone: fields of the same name and kind stay, other links are empty, and other values are
 * left out, so that reading one says that it was erased.
 */
export function erasedState(
  definition: EntityDefinition,
  snapshot: EntitySnapshot,
  shapeOf: ShapeOf,
): State {
  const fields = [...definition.fields].flatMap(([name, field]): [string, StoredValue][] => {
    const value = snapshot.state[name];
    if (field.kind !== "plain")
      return [[name, keptLink(field, value, shapeOf) ?? emptyLink(field)]];
    return value !== undefined && "json" in value && field.isStoredForm(value.json)
      ? [[name, value]]
      : [];
  });
  return Object.fromEntries(fields);
}

function keptLink(
  field: LinkField,
  value: StoredValue | undefined,
  shapeOf: ShapeOf,
): StoredValue | null {
  if (value === undefined || !(field.kind in value)) return null;
  const isHeld = heldIds(value).every((id) =>
    field.classes().some((each) => isOfType(shapeOf(id), each)),
  );
  return isHeld ? value : null;
}

function emptyLink(field: LinkField): StoredValue {
  switch (field.kind) {
    case "ref":
      return { ref: null };
    case "list":
      return { list: [] };
    case "dict":
      return { dict: {} };
  }
}
