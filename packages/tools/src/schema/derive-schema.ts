// boundary: what a schema library gives out is copied as plain JSON before it is believed
import {
  isJsonObject,
  SchemaInvalidError,
  type JsonObject,
  type JsonValue,
} from "@minference/protocol";
import type { StandardJSONSchemaV1 } from "@standard-schema/spec";
import { z } from "zod";
import { MissingSchemaError } from "../errors/missing-schema-error.ts";
import { copySchema, reasonOf } from "./copy-schema.ts";
import { isJsonArray } from "./json-array.ts";
import { setOwn } from "./json-copy.ts";
import { isLinearPattern } from "./linear-pattern.ts";
import { safeFormats } from "./safe-formats.ts";
import { isStandardSchema, type ToolSchema } from "./tool-schema.ts";

/** The side of a schema that is asked for: values as they are given, or as they come out. */
export type SchemaSide = "input" | "output";

/**
 * JSON Schema (draft 2020-12) of a schema of any accepted kind; a JSON Schema is given back, copied.
 *
 * Optional fields are not required, defaults are in the schema, and descriptions, ranges and formats pass
 * through; `$schema` does not. A pattern that only repeats a known `format`, in a form that no linear engine
 * takes, is left out: the format is checked all the same.
 *
 * @throws {MissingSchemaError} nothing was given, or a schema that yields no JSON Schema.
 * @throws {SchemaInvalidError} the library cannot say in JSON Schema what the schema means (`z.date()`), or
 *   what it says is no JSON object, too long or too deep.
 */
export function deriveSchema(
  schema: ToolSchema | undefined,
  name: string,
  side: SchemaSide,
): JsonObject {
  if (schema === undefined)
    throw new MissingSchemaError({ schemaName: name, problem: "is missing" });
  if (!isStandardSchema(schema)) return copySchema(schema, name);
  const { $schema: _draft, ...derived } = copySchema(fromLibrary(schema, name, side), name);
  return withoutRepeatedPatterns(derived) as JsonObject; // an object stays one
}

function fromLibrary(schema: object, name: string, side: SchemaSide): unknown {
  const convert = converterOf(schema);
  if (convert === null) {
    throw new MissingSchemaError({ schemaName: name, problem: "yields no JSON Schema" });
  }
  try {
    return convert(side);
  } catch (error) {
    throw new SchemaInvalidError({
      problem: `${name} has no JSON Schema: ${reasonOf(error)}`,
      remedy: "Describe it with what JSON holds, such as z.iso.datetime() for a date",
      path: name,
      cause: error,
    });
  }
}

/** By the Standard JSON Schema interface, or for a Zod 4 schema that has it not (zod/mini) by Zod itself. */
function converterOf(schema: object): ((side: SchemaSide) => unknown) | null {
  const standard = (schema as StandardJSONSchemaV1)["~standard"]; // may lack jsonSchema: looked at next
  const { jsonSchema } = standard as Partial<StandardJSONSchemaV1.Props>;
  if (jsonSchema !== undefined) return (side) => jsonSchema[side]({ target: "draft-2020-12" });
  if (!("_zod" in schema)) return null;
  return (side) => z.toJSONSchema(schema as z.core.$ZodType, { io: side }); // `_zod` is Zod 4's own mark
}

function withoutRepeatedPatterns(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(withoutRepeatedPatterns);
  if (!isJsonObject(value)) return value;
  const kept: Record<string, JsonValue> = {};
  for (const [key, item] of Object.entries(value)) {
    const isRepeated = key === "pattern" && hasKnownFormat(value) && !isLinear(item);
    if (!isRepeated) setOwn(kept, key, withoutRepeatedPatterns(item));
  }
  return kept;
}

function hasKnownFormat({ format }: JsonObject): boolean {
  return typeof format === "string" && safeFormats.has(format);
}

function isLinear(pattern: JsonValue): boolean {
  return typeof pattern !== "string" || isLinearPattern(pattern);
}
