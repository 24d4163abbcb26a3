import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";

/**
 * What a JSON pointer of the same document names (`#`, `#/$defs/a`; RFC 6901), found among own fields only;
 * undefined when there is nothing, or for a reference of another form.
 */
export function localTarget(root: JsonObject, ref: JsonValue | undefined): JsonValue | undefined {
  if (typeof ref !== "string" || !/^#(?:\/|$)/.test(ref)) return undefined;
  let target: JsonValue | undefined = root;
  for (const part of ref.split("/").slice(1)) target = ownChild(target, pointerName(part));
  return target;
}

/** The schema itself, or what its `$ref` leads to in the same document; chains are followed, cycles are not. */
export function followLocalRefs(root: JsonObject, schema: JsonValue): JsonValue {
  const seen = new Set<JsonValue>();
  let followed = schema;
  while (isJsonObject(followed) && !seen.has(followed)) {
    seen.add(followed);
    const target = localTarget(root, followed["$ref"]);
    if (target === undefined) return followed;
    followed = target;
  }
  return followed;
}

function ownChild(value: JsonValue | undefined, name: string | null): JsonValue | undefined {
  if (name === null || typeof value !== "object" || value === null) return undefined;
  if (!Object.hasOwn(value, name)) return undefined;
  return isJsonObject(value) ? value[name] : value.at(Number(name));
}

function pointerName(part: string): string | null {
  try {
    return decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
