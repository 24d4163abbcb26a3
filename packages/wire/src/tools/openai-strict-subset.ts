import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import { isJsonArray } from "../json/json-array.ts";

/** Limits of OpenAI's strict schemas (developers.openai.com, structured outputs; wire-profiles.md section 2). */
const limits = { depth: 10, properties: 5000, enumValues: 1000, characters: 120_000 };

const refusedKeywords = [
  "allOf",
  "not",
  "if",
  "then",
  "else",
  "dependentRequired",
  "dependentSchemas",
  "dependencies",
  "oneOf",
  "patternProperties",
] as const;

/** Why a schema is outside of OpenAI's strict subset. */
export interface SubsetProblem {
  /** Place in the schema, keys joined by dots; empty: its root. */
  readonly path: string;
  /** A sentence without its full stop. */
  readonly problem: string;
}

interface Walk {
  properties: number;
  enumValues: number;
  /** Of names of properties and definitions, and of values of enum and const. */
  characters: number;
}

interface Place {
  readonly schema: JsonValue;
  readonly path: string;
  readonly depth: number;
}

/** The first reason why OpenAI's strict mode refuses a schema; null when it takes it. */
export function openAIStrictProblem(root: JsonObject): SubsetProblem | null {
  if (root["type"] !== "object" || root["anyOf"] !== undefined) {
    return { path: "", problem: "its root is not of type object" };
  }
  const walk: Walk = { properties: 0, enumValues: 0, characters: 0 };
  const places: Place[] = [{ schema: root, path: "", depth: 0 }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const problem = problemAt(place, walk);
    if (problem !== null) return { path: place.path, problem };
    places.push(...below(place));
  }
  return null;
}

function problemAt({ schema, depth }: Place, walk: Walk): string | null {
  if (!isJsonObject(schema)) return "it is no schema object";
  if (depth > limits.depth) return `it is nested deeper than ${limits.depth} levels`;
  const refused = refusedKeywords.find((keyword) => schema[keyword] !== undefined);
  if (refused !== undefined) return `it uses ${refused}`;
  count(schema, walk);
  return overLimit(walk) ?? (isObjectSchema(schema) ? objectProblem(schema) : null);
}

function count(schema: JsonObject, walk: Walk): void {
  const { enum: values, const: only } = schema;
  const literals = isJsonArray(values) ? values : [];
  const names = namesIn(schema["properties"]);
  const definitions = [...namesIn(schema["$defs"]), ...namesIn(schema["definitions"])];
  walk.properties += names.length;
  walk.enumValues += literals.length;
  for (const text of [...names, ...definitions, ...literals, only]) {
    if (typeof text === "string") walk.characters += text.length;
  }
}

function overLimit({ properties, enumValues, characters }: Walk): string | null {
  if (properties > limits.properties) return `it has more than ${limits.properties} properties`;
  if (enumValues > limits.enumValues) return `it has more than ${limits.enumValues} enum values`;
  return characters > limits.characters
    ? `its names and values have more than ${limits.characters} characters`
    : null;
}

function namesIn(schemas: JsonValue | undefined): readonly string[] {
  return isJsonObject(schemas) ? Object.keys(schemas) : [];
}

function objectProblem(schema: JsonObject): string | null {
  if (schema["additionalProperties"] !== false) return "additionalProperties is not false";
  const required = isJsonArray(schema["required"]) ? schema["required"] : [];
  const optional = namesIn(schema["properties"]).find((name) => !required.includes(name));
  return optional === undefined ? null : `its property ${optional} is not required`;
}

function isObjectSchema(schema: JsonObject): boolean {
  const { type } = schema;
  const isObject = isJsonArray(type) ? type.includes("object") : type === "object";
  return isObject || schema["properties"] !== undefined;
}

function* below({ schema, path, depth }: Place): Generator<Place> {
  if (!isJsonObject(schema)) return;
  const at = (key: string): string => (path === "" ? key : `${path}.${key}`);
  for (const group of ["properties", "$defs", "definitions"] as const) {
    const schemas = schema[group];
    if (!isJsonObject(schemas)) continue;
    const deeper = group === "properties" ? depth + 1 : 0;
    for (const [name, each] of Object.entries(schemas)) {
      yield { schema: each, path: at(`${group}.${name}`), depth: deeper };
    }
  }
  if (schema["items"] !== undefined) {
    yield { schema: schema["items"], path: at("items"), depth: depth + 1 };
  }
  if (!isJsonArray(schema["anyOf"])) return;
  for (const [index, each] of schema["anyOf"].entries()) {
    yield { schema: each, path: at(`anyOf.${index}`), depth };
  }
}
