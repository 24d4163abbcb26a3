/** A JSON value as minference keeps it: plain frozen data. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** A JSON object as minference keeps it. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** True for a JSON object: not null and not an array. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
