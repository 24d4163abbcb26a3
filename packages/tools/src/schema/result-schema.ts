import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import { deriveSchema } from "./derive-schema.ts";
import { isJsonArray } from "./json-array.ts";
import { setOwn } from "./json-copy.ts";
import { isObjectSchema } from "./object-schema.ts";
import type { ToolSchema } from "./tool-schema.ts";

/**
 * JSON Schema of what a tool gives back (U4): of the object itself, or of the wrapper `{ "result": value }` for
 * any other value. Without a schema it is `{}`.
 *
 * @throws {MissingSchemaError} a schema that yields no JSON Schema.
 * @throws {SchemaInvalidError} the library cannot say it in JSON Schema.
 */
export function resultSchema(output: ToolSchema | undefined, name: string): JsonObject {
  if (output === undefined) return {};
  const schema = deriveSchema(output, name, "output");
  if (Object.keys(schema).length === 0 || isObjectSchema(schema)) return schema;
  return {
    type: "object",
    properties: { result: typeof schema["$id"] === "string" ? schema : moved(schema) },
    required: ["result"],
    additionalProperties: false,
  };
}

/** True for a schema of the form that {@link resultSchema} wraps with. */
export function isResultWrapper(schema: JsonObject): boolean {
  const { properties, required, additionalProperties } = schema;
  if (!isJsonObject(properties) || Object.keys(properties).join() !== "result") return false;
  return (
    additionalProperties === false &&
    isJsonArray(required) &&
    required.length === 1 &&
    required[0] === "result"
  );
}

/** The schema one level down: its references within the document begin there. */
function moved(schema: JsonValue): JsonValue {
  if (isJsonArray(schema)) return schema.map(moved);
  if (!isJsonObject(schema)) return schema;
  const result: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(schema)) {
    const isPointer = key === "$ref" && typeof value === "string" && /^#(\/|$)/.test(value);
    setOwn(result, key, isPointer ? value.replace("#", "#/properties/result") : moved(value));
  }
  return result;
}
