import { SchemaInvalidError, type JsonObject } from "@minference/protocol";
import { deriveSchema } from "./derive-schema.ts";
import { isObjectSchema } from "./object-schema.ts";
import type { ToolSchema } from "./tool-schema.ts";

/**
 * JSON Schema of a tool's arguments. A tool without parameters has `{type: "object", properties: {}}`.
 *
 * @throws {MissingSchemaError} nothing was given, or a schema that yields no JSON Schema.
 * @throws {SchemaInvalidError} not of an object: arguments have names.
 */
export function argumentSchema(input: ToolSchema | undefined, name: string): JsonObject {
  const schema = deriveSchema(input, name, "input");
  if (Object.keys(schema).length === 0) return { type: "object", properties: {} };
  if (schema["type"] === undefined && "properties" in schema) return { type: "object", ...schema };
  if (schema["type"] === undefined || isObjectSchema(schema)) return schema;
  throw new SchemaInvalidError({
    problem: `${name} does not describe an object, and arguments have names`,
    remedy:
      'Wrap it, such as {"type": "object", "properties": {"value": …}, "required": ["value"]}',
    path: name,
  });
}
