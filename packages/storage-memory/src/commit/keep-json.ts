import type { JsonValue } from "@minference/protocol";
import { frozenJson, maxJsonDepth } from "@minference/storage";

/** The very value when it is frozen through and through, as the encoder gives it; else a frozen copy. */
export function keepJson(value: JsonValue, path: string): JsonValue {
  return isFrozenThrough(value, 0) ? value : frozenJson(value, path);
}

function isFrozenThrough(value: JsonValue, depth: number): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object" || value === null) return true;
  if (depth >= maxJsonDepth || !Object.isFrozen(value)) return false;
  return Object.values<JsonValue>(value).every((item) => isFrozenThrough(item, depth + 1));
}
