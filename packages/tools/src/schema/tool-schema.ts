import type { JsonObject, JsonValue } from "@minference/protocol";
import type { StandardTypedV1 } from "@standard-schema/spec";
import type { JsonSchemaValue } from "./json-schema-value.ts";

/**
 * What a tool's arguments or result may be described with: a Zod schema, any Standard Schema that yields JSON
 * Schema (standardschema.dev, `~standard.jsonSchema`), or JSON Schema itself.
 */
export type ToolSchema = StandardTypedV1 | JsonObject;

/** The type of the values that a schema lets through. */
export type ValueOf<S extends ToolSchema> = S extends StandardTypedV1
  ? StandardTypedV1.InferOutput<S>
  : JsonSchemaValue<S>;

/** What a tool's function is called with: an object, also where the schema's type is not known. */
export type ArgumentsOf<S extends ToolSchema> =
  JsonValue extends ValueOf<S> ? JsonObject : ValueOf<S>;

/** What a tool's function gives back: anything, where its schema says nothing or its type is not known. */
export type ResultOf<S extends ToolSchema> = JsonValue extends ValueOf<S> ? unknown : ValueOf<S>;

/** True for a Standard Schema of any kind; some libraries make theirs functions. */
export function isStandardSchema(schema: unknown): schema is StandardTypedV1 {
  if (schema === null || (typeof schema !== "object" && typeof schema !== "function")) return false;
  return "~standard" in schema && typeof schema["~standard"] === "object";
}
