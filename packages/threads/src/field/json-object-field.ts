// boundary: ecs gives a schema plain frozen JSON, so an object that is no array is a JsonObject
import { json, type JsonField } from "@minference/ecs";
import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import { z } from "zod";

/** A schema for a JSON object, kept as it is: keys in their order, `__proto__` too. */
export const jsonObjectSchema: z.ZodType<JsonObject> = z.custom<JsonObject>(
  (value) => isJsonObject(value as JsonValue), // plain JSON by then
  "Invalid input: expected a JSON object",
);

/** A field that holds a JSON object. */
export function jsonObjectField(): JsonField<JsonObject, false> {
  return json(jsonObjectSchema);
}

/** A field that holds a list of any JSON values. */
export function jsonArrayField(): JsonField<readonly JsonValue[], false> {
  return json(
    z.custom<readonly JsonValue[]>(
      (value) => Array.isArray(value),
      "Invalid input: expected a list of JSON values",
    ),
  );
}
