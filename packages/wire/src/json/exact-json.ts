// boundary: JSON text becomes a JSON value
import type { JsonValue } from "@minference/protocol";

/** Deepest nesting of JSON that is read; a storage keeps 512 levels, of which a row has some itself. */
export const maxReadDepth = 500;

/**
 * The value that JSON text holds, if it can be stored; undefined when the text is no JSON, is nested deeper
 * than {@link maxReadDepth}, or holds a number beyond a double's range (T20: `1e400`).
 */
export function storableJson(text: string): JsonValue | undefined {
  try {
    const value = JSON.parse(text) as JsonValue; // JSON.parse makes nothing else
    return isStorable(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * As {@link storableJson}, but undefined too when an integer is larger than a double holds exactly (T20):
 * what a tool is called with is exact or refused.
 */
export function exactJson(text: string): JsonValue | undefined {
  const value = storableJson(text);
  return value === undefined || hasInexactInteger(text) ? undefined : value;
}

/** Level by level, not recursive: the text of a provider may be nested 100,000 deep (S32). */
function isStorable(root: JsonValue): boolean {
  let level: JsonValue[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxReadDepth) return false;
    const below: JsonValue[] = [];
    for (const value of level) {
      if (typeof value === "number" && !Number.isFinite(value)) return false;
      if (typeof value !== "object" || value === null) continue;
      for (const child of Object.values(value)) below.push(child);
    }
    level = below;
  }
  return true;
}

function hasInexactInteger(json: string): boolean {
  if (!/\d{16}/.test(json)) return false;
  const outsideStrings = json.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const integers = outsideStrings.match(/(?<![\d.eE+])-?\d{16,}(?![\d.eE])/g) ?? [];
  return integers.some((digits) => BigInt(digits) !== BigInt(Number(digits)));
}
