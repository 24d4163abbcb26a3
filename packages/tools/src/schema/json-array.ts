import type { JsonValue } from "@minference/protocol";

/** True for a JSON array; `Array.isArray` alone would make its items `any`. */
export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
