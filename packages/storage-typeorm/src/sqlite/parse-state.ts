import { isUuid, trustEcsId, type EcsId, type JsonValue } from "@minference/protocol";
import { frozenJson, type StoredValue } from "@minference/storage";

/** The state of a version that lies in `entity`, from its stored text; null when it is not one that was written. */
export function parseState(text: string): Record<string, StoredValue> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isRecord(parsed)) return null;
    const state = Object.entries(parsed).map(([field, value]): [string, StoredValue] => [
      field,
      toStoredValue(value),
    ]);
    // fromEntries defines properties, so a field named __proto__ is one like any other
    return Object.fromEntries(state);
  } catch {
    // the errors of JSON.parse and frozenJson quote the text, which must not get into an error of ours
    return null;
  }
}

function toStoredValue(value: unknown): StoredValue {
  if (isRecord(value) && Object.keys(value).length === 1) {
    if (Object.hasOwn(value, "json")) return { json: jsonOf(value["json"]) };
    if (Object.hasOwn(value, "ref"))
      return { ref: value["ref"] === null ? null : idOf(value["ref"]) };
    if (Object.hasOwn(value, "list") && Array.isArray(value["list"])) {
      return { list: Array.from<unknown, EcsId>(value["list"], idOf) };
    }
    const dict = value["dict"];
    if (isRecord(dict)) {
      return {
        dict: Object.fromEntries(Object.entries(dict).map(([key, id]) => [key, idOf(id)])),
      };
    }
  }
  throw new SyntaxError("no stored value");
}

function jsonOf(value: unknown): JsonValue {
  return typeof value === "string" ? value : frozenJson(value, "value");
}

function idOf(value: unknown): EcsId {
  if (typeof value === "string" && isUuid(value)) return trustEcsId(value);
  throw new SyntaxError("no id");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
