import { shortId, type JsonValue } from "@minference/protocol";
import type { StoredValue } from "@minference/storage";

/** Characters of a value that are shown. */
const shownCharacters = 20;

/** One field of a version, to be looked at. */
export interface FieldExcerpt {
  readonly name: string;
  /** The first 20 characters of its value; a link as the last digits of an id, a list or dict as its size. */
  readonly text: string;
}

/** Every field of a state, each cut short. */
export function fieldExcerpts(
  state: Readonly<Record<string, StoredValue>>,
): readonly FieldExcerpt[] {
  return Object.entries(state).map(([name, value]) => ({ name, text: storedExcerpt(value) }));
}

function storedExcerpt(value: StoredValue): string {
  if ("list" in value) return `[${value.list.length}]`;
  if ("dict" in value) return `{${Object.keys(value.dict).length}}`;
  if ("ref" in value) return value.ref === null ? "null" : shortId(value.ref);
  return jsonExcerpt(value.json);
}

/** The first 20 characters of a value, and a mark when there are more. */
export function jsonExcerpt(value: JsonValue): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  // a character has at most two units: no long text is taken apart
  const characters = Array.from(text.slice(0, 2 * (shownCharacters + 1)));
  if (characters.length <= shownCharacters) return text;
  return `${characters.slice(0, shownCharacters).join("")}…`;
}
