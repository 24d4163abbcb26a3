import { isJsonObject, SchemaInvalidError, type JsonObject } from "@minference/protocol";
import { types } from "node:util";
import { copyJson } from "./json-copy.ts";

/** Longest schema, bytes of its JSON text. */
export const maxSchemaBytes = 512 * 1024;

/**
 * A deep copy of a schema that is one JSON object within the limits.
 *
 * @throws {SchemaInvalidError} it is not JSON, no object, too long or too deep.
 */
export function copySchema(schema: unknown, name: string): JsonObject {
  try {
    const { value } = copyJson(schema, { name, maxBytes: maxSchemaBytes });
    if (isJsonObject(value)) return value;
  } catch (error) {
    throw schemaInvalid(name, error);
  }
  throw schemaInvalid(name, new TypeError("it is no JSON object"));
}

/** What an error of Ajv, of V8 or of a copy says about a schema, as one of ours. */
export function schemaInvalid(name: string, cause: unknown): SchemaInvalidError {
  return new SchemaInvalidError({
    problem: `${name} cannot be compiled: ${reasonOf(cause)}`,
    remedy: "Give a JSON Schema of draft 2020-12 or 4 to 7 that stands for itself",
    cause,
  });
}

/** The message of an error; thrown values of any other kind have none. */
export function reasonOf(error: unknown): string {
  return types.isNativeError(error) ? error.message.slice(0, 200) : "unknown reason";
}
