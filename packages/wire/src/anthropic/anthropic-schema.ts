import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import { canonicalJson } from "../json/canonical-json.ts";
import { isJsonArray } from "../json/json-array.ts";

/** Formats of strings that Anthropic's grammars know. */
const formats: ReadonlySet<JsonValue | undefined> = new Set([
  "date-time",
  "time",
  "date",
  "duration",
  "email",
  "hostname",
  "uri",
  "ipv4",
  "ipv6",
  "uuid",
]);

/**
 * A schema in the subset that Anthropic's schema output takes, as `lib/transform-json-schema` of the official SDK
 * 1.13 makes it: `additionalProperties: false`, `oneOf` becomes `anyOf`, and what the grammar does not know moves into
 * the description. The answer is checked against the original.
 */
export function anthropicSchema(schema: JsonObject): JsonObject {
  const made: Record<string, JsonValue> = {};
  const left = new Map(Object.entries(schema));
  const take = (name: string): JsonValue | undefined => {
    const value = left.get(name);
    left.delete(name);
    return value;
  };
  take("$schema");
  for (const group of ["$defs", "definitions"] as const) {
    const defs = take(group);
    if (isJsonObject(defs)) made[group] = mapSchemas(defs);
  }
  const reference = take("$ref");
  if (reference !== undefined) return { ...made, $ref: reference };
  const type = take("type");
  const shape = shapeOf(take, left);
  Object.assign(made, shape ?? (type === undefined ? {} : { type }));
  for (const name of ["description", "title"]) {
    const text = take(name);
    if (text !== undefined) made[name] = text;
  }
  const isLiteral = "enum" in made || "const" in made;
  if (!isLiteral) Object.assign(made, ofType(type, take, left));
  return left.size === 0 ? made : { ...made, description: described(made["description"], left) };
}

/** True when a schema is in the subset as it stands, so that a strict tool may have it. */
export function isAnthropicSubset(schema: JsonObject): boolean {
  const { $schema: _dialect, ...rest } = schema;
  return rest["type"] === "object" && canonicalJson(anthropicSchema(rest)) === canonicalJson(rest);
}

type Take = (name: string) => JsonValue | undefined;

/** Literals and variants, which stand in place of a type; null without any. */
function shapeOf(take: Take, left: ReadonlyMap<string, JsonValue>): JsonObject | null {
  const { enum: values, const: only } = Object.fromEntries(left);
  const isEnum = isJsonArray(values) && values.length > 0 && values.every(isScalar);
  const isConst = only !== undefined && isScalar(only);
  const variants = takeVariants(take);
  if (!isEnum && !isConst) return variants;
  return {
    ...(isEnum && { enum: take("enum") ?? null }),
    ...(isConst && { const: take("const") ?? null }),
    ...variants,
  };
}

function takeVariants(take: Take): JsonObject | null {
  const [anyOf, oneOf, allOf] = [take("anyOf"), take("oneOf"), take("allOf")];
  const any = isJsonArray(anyOf) ? anyOf : oneOf;
  if (isJsonArray(any)) return { anyOf: any.map(subset) };
  return isJsonArray(allOf) ? { allOf: allOf.map(subset) } : null;
}

function ofType(type: JsonValue | undefined, take: Take, left: Map<string, JsonValue>): JsonObject {
  if (type === "object") {
    const properties = take("properties");
    take("additionalProperties");
    const required = take("required");
    return {
      properties: isJsonObject(properties) ? mapSchemas(properties) : {},
      additionalProperties: false,
      ...(required !== undefined && { required }),
    };
  }
  if (type === "string" && formats.has(left.get("format"))) return { format: take("format") ?? "" };
  return type === "array" ? ofArray(take, left) : {};
}

function ofArray(take: Take, left: ReadonlyMap<string, JsonValue>): JsonObject {
  const items = take("items");
  const least = left.get("minItems");
  const isKept = least === 0 || least === 1;
  return {
    ...(items !== undefined && { items: subset(items) }),
    ...(isKept && { minItems: take("minItems") ?? 0 }),
  };
}

function described(
  description: JsonValue | undefined,
  left: ReadonlyMap<string, JsonValue>,
): string {
  const rest = [...left].map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ");
  const before = typeof description === "string" && description !== "" ? `${description}\n\n` : "";
  return `${before}{${rest}}`;
}

function mapSchemas(schemas: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schemas).map(([name, each]) => [name, subset(each)]));
}

function subset(schema: JsonValue): JsonValue {
  return isJsonObject(schema) ? anthropicSchema(schema) : schema;
}

function isScalar(value: JsonValue): boolean {
  return typeof value !== "object" || value === null;
}
