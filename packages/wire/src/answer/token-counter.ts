import type { JsonValue } from "@minference/protocol";

/** A count of tokens; null when it is negative or no whole number (T34). */
export function tokenCounter(value: JsonValue | undefined): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
