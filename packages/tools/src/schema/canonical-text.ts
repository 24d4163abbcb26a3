import { isJsonObject, type JsonValue } from "@minference/protocol";

/** JSON text with the keys of each object sorted: the same for equal values. */
export function canonicalText(value: JsonValue): string {
  if (isJsonObject(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalText(value[key] ?? null)}`).join()}}`;
  }
  return Array.isArray(value) ? `[${value.map(canonicalText).join()}]` : JSON.stringify(value);
}
