import { isJsonObject, type JsonValue } from "@minference/protocol";

/**
 * JSON text of a value with the keys of each object sorted by UTF-16 units: the same for equal values.
 * Lone surrogates are escaped by `JSON.stringify`, so different strings keep different bytes.
 */
export function canonicalJson(value: JsonValue): string {
  if (isJsonObject(value)) {
    const pairs = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
    return `{${pairs.join(",")}}`;
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  return JSON.stringify(value);
}
