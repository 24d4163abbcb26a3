import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import { isJsonArray } from "./json-array.ts";
import { localTarget } from "./local-ref.ts";

const inPlaceLists = ["allOf", "anyOf", "oneOf"];
const inPlaceSchemas = ["if", "then", "else"];
const inPlace = [
  ...[...inPlaceLists, ...inPlaceSchemas, "$ref", "$dynamicRef", "dependentSchemas"],
  "dependencies",
];

/**
 * Refuses unknown keys of an object about which its schema is silent (U2): one that names properties and has
 * neither `additionalProperties` nor `unevaluatedProperties`. A schema that names no property at all describes
 * a map, and stays open. `keywords` are changed in place; `root` is the document, for its references.
 */
export function closeSchema(keywords: Map<string, JsonValue>, root: JsonObject): void {
  if (keywords.has("additionalProperties") || keywords.has("unevaluatedProperties")) return;
  if (!namesProperties(Object.fromEntries(keywords), root)) return;
  // properties named in a part of the schema are known to unevaluatedProperties alone
  const hasParts = inPlace.some((keyword) => keywords.has(keyword));
  keywords.set(hasParts ? "unevaluatedProperties" : "additionalProperties", false);
}

/** True when the schema, or a schema that is applied to the same value, names properties. */
function namesProperties(
  schema: JsonValue | undefined,
  root: JsonObject,
  seen = new Set<JsonValue>(),
): boolean {
  if (!isJsonObject(schema) || seen.has(schema)) return false;
  seen.add(schema);
  if (Object.hasOwn(schema, "properties")) return true;
  return partsOf(schema, root).some((part) => namesProperties(part, root, seen));
}

function partsOf(schema: JsonObject, root: JsonObject): readonly (JsonValue | undefined)[] {
  const own = (keyword: string): JsonValue | undefined =>
    Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
  const lists = inPlaceLists.map(own).flatMap((list) => (isJsonArray(list) ? list : []));
  const dependent = own("dependentSchemas");
  return [
    ...lists,
    ...inPlaceSchemas.map(own),
    ...(isJsonObject(dependent) ? Object.values(dependent) : []),
    localTarget(root, own("$ref")),
  ];
}
