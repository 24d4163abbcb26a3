import { frozenJson } from "@minference/storage";
import type { JsonValue } from "@minference/protocol";
import type { JsonField } from "./json.ts";
import type { FieldPlace, PlainField } from "./plain-field.ts";
import { refuseHalfSurrogate } from "./refuse-half-surrogate.ts";
import { refused } from "./scalar-field.ts";

/** A JSON field from its declaration. */
export function jsonPlainField(name: string, field: JsonField<unknown>): PlainField {
  return {
    kind: "plain",
    name,
    shape: { kind: "json", nullable: field.isNullable },
    isRequired: !field.hasDefault,
    initial: () => frozenJson(field.makeDefault(), name),
    freeze: (value, place) => freezeJson(field, value, place),
    read: (value) => value,
    isStoredForm: () => true,
  };
}

/** Copied and bounded first, so that the schema never meets a getter, a cycle or an endless depth. */
function freezeJson(field: JsonField<unknown>, value: unknown, place: FieldPlace): JsonValue {
  const frozen = frozenJson(value, place.field);
  refuseHalfSurrogate(frozen, place);
  if (field.schema === null) return frozen;
  const parsed = field.schema.safeParse(frozen);
  if (!parsed.success) throw refused(place, parsed.error);
  refuseHalfSurrogate(parsed.data, place);
  return frozenJson(parsed.data, place.field);
}
