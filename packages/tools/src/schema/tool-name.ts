import { UnsafeNameError, type JsonObject } from "@minference/protocol";

/** Longest name of a tool, characters. */
const maxToolNameLength = 64;

const safeName = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Makes sure that every provider takes a tool's name: 1 to 64 of `A-Z a-z 0-9 _ -` (T14).
 *
 * @throws {UnsafeNameError} it does not; the message suggests one.
 */
export function requireSafeToolName(name: string): void {
  if (safeName.test(name)) return;
  throw new UnsafeNameError({
    problem: `The tool name ${JSON.stringify(name.slice(0, 80))} has characters or a length that providers refuse`,
    remedy: `Use 1 to ${maxToolNameLength} letters, digits, _ and -, such as "${suggestToolName(name)}"`,
    path: "name",
  });
}

/** A safe name that looks like `name`; `tool` when nothing of it can stay. */
export function suggestToolName(name: string): string {
  const safe = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9_-]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, maxToolNameLength);
  return safe === "" ? "tool" : safe;
}

/**
 * The name of a structured tool by its schema's title (spec 5.1): in lower case, what is not `a-z 0-9 _ -` as
 * `_`, cut at 64 characters. Null without a title.
 */
export function toolNameOfTitle(schema: JsonObject): string | null {
  const title = schema["title"];
  if (typeof title !== "string" || title === "") return null;
  return title
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "_")
    .slice(0, maxToolNameLength);
}
