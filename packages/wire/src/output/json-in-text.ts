import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import { exactJson } from "../json/exact-json.ts";

/**
 * The JSON object that a text holds (spec 6.3); null when it holds none.
 *
 * Tried in this order: the whole text; what follows a prefill, up to a closing fence; the first fenced block; the
 * first balanced `{…}` or `[…]`. An array or a scalar is `{ value }`.
 */
export function jsonInText(text: string, prefill: string | null): JsonObject | null {
  for (const candidate of candidates(text, prefill)) {
    const value = candidate === null ? undefined : exactJson(candidate);
    if (value !== undefined) return asObject(value);
  }
  return null;
}

/** The object that a text is as a whole; null when it is something else. */
export function wholeJsonObject(text: string): JsonObject | null {
  if (!text.trimStart().startsWith("{")) return null;
  const value = exactJson(text);
  return value !== undefined && isJsonObject(value) ? value : null;
}

function* candidates(text: string, prefill: string | null): Generator<string | null> {
  yield text;
  if (prefill !== null && text.startsWith(prefill)) {
    yield beforeFence(text.slice(prefill.length));
  }
  yield beforeFence(text);
  yield fencedBlock(text);
  yield balanced(text);
}

function asObject(value: JsonValue): JsonObject {
  return isJsonObject(value) ? value : { value };
}

/** The text up to a closing fence at its end. */
function beforeFence(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed.endsWith("```") ? trimmed.slice(0, -3) : trimmed;
}

function fencedBlock(text: string): string | null {
  const open = text.indexOf("```");
  if (open < 0) return null;
  const start = open + 3;
  const close = text.indexOf("```", start);
  const block = text.slice(start, close < 0 ? undefined : close);
  return block.replace(/^[ \t]*json\b/i, "");
}

/** Most unclosed brackets that are passed over: hostile text has a million. */
const maxUnclosed = 64;

/** The first balanced `{…}` or `[…]` that parses; brackets inside strings do not count. */
function balanced(text: string): string | null {
  let from = 0;
  let unclosed = 0;
  for (const { index } of text.matchAll(/[{[]/g)) {
    if (index < from) continue;
    const end = endOfBalanced(text, index);
    if (end === null) {
      unclosed += 1;
      if (unclosed > maxUnclosed || isCutJson(text, index)) return null;
      continue;
    }
    const candidate = text.slice(index, end);
    if (exactJson(candidate) !== undefined) return candidate;
    // brackets of prose, as in "[1]", or broken JSON, of which no part is taken: go on behind it
    from = end;
  }
  return null;
}

/** True when an unclosed bracket begins JSON: a part of what was cut off is not what was meant. */
function isCutJson(text: string, start: number): boolean {
  return /^[{[]\s*["{[]/.test(text.slice(start, start + 200));
}

function endOfBalanced(text: string, start: number): number | null {
  let depth = 0;
  let isString = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (isString) {
      if (character === "\\") index += 1;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return null;
}
