import { isJsonObject, type JsonValue } from "@minference/protocol";
import { quoted } from "./quoted.ts";

/** What a body was that was no JSON, in a few words; null for one that was JSON. */
export function bodyExcerpt(rawResult: JsonValue): string | null {
  if (!isJsonObject(rawResult) || typeof rawResult["text"] !== "string") return null;
  if (Object.keys(rawResult).length > 1) return null;
  return rawResult["text"] === "" ? "an empty body" : `no JSON: "${quoted(rawResult["text"], 80)}"`;
}
