import { idsJson } from "../version-locator.ts";

/** Ids in one parameter. */
const chunkSize = 1000;

/** Ids as `json_each` takes them, some at a time: a statement stays small, however many there are. */
export function* inChunks(ids: readonly string[]): Generator<string> {
  for (let from = 0; from < ids.length; from += chunkSize) {
    const chunk = idsJson(ids.slice(from, from + chunkSize));
    if (chunk !== null) yield chunk;
  }
}
