import type { JsonValue } from "@minference/protocol";
import type { StoredField } from "../contract/entity-snapshot.ts";
import { mapFields } from "../contract/fields.ts";
import { frozenJson, maxJsonDepth } from "./frozen-json.ts";

/**
 * The field frozen through and through: its JSON value is the very one when that is frozen already, as the
 * encoder gives it, else a copy. What a caller does with its own objects never shows in it (L26).
 *
 * @throws {UnserialisableError} the value is not JSON.
 * @throws {TooDeepError} it is nested deeper than {@link maxJsonDepth}.
 */
export function keptField(value: StoredField, name: string): StoredField {
  if ("json" in value) {
    const { json } = value;
    return Object.freeze({ json: isFrozenThrough(json, 0) ? json : frozenJson(json, name) });
  }
  if ("ref" in value) return Object.freeze({ ref: value.ref });
  return Object.freeze({ dict: mapFields(value.dict, (id) => id) });
}

function isFrozenThrough(value: JsonValue, depth: number): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object" || value === null) return true;
  if (depth >= maxJsonDepth || !Object.isFrozen(value)) return false;
  return Object.values<JsonValue>(value).every((item) => isFrozenThrough(item, depth + 1));
}
