import type { JsonObject, JsonValue } from "@minference/protocol";

type Keywords = Map<string, JsonValue>;

/** True for a schema that says it is of draft 4 or older, where `id` was what `$id` is now. */
export function isOfDraft4(schema: JsonObject): boolean {
  const draft = schema["$schema"];
  return typeof draft === "string" && /draft-0[34]/.test(draft);
}

/**
 * The keywords of one schema object as draft 2020-12 has them; those of its subschemas stay as they are.
 *
 * Drafts 4, 6, 7 and 2019-09 differ in the names of ids, in boolean `exclusiveMinimum` and
 * `exclusiveMaximum`, in tuples (`items` with a list, `additionalItems`) and in `$recursiveRef`. OpenAPI's
 * `nullable` is kept where it can mean something. Source: json-schema.org/draft/2020-12/release-notes.
 */
export function modernKeywords(schema: JsonObject, draft4: boolean): Keywords {
  const keywords = new Map(Object.entries(schema));
  for (const ignored of ["$schema", "$comment", "$vocabulary", "$recursiveAnchor"])
    keywords.delete(ignored);
  modernIds(keywords, draft4);
  modernBound(keywords, "minimum", "exclusiveMinimum");
  modernBound(keywords, "maximum", "exclusiveMaximum");
  modernTuple(keywords);
  rename(keywords, "$recursiveRef", "$ref");
  if (keywords.get("nullable") !== true || !isTypeWithoutNull(keywords.get("type")))
    keywords.delete("nullable");
  return keywords;
}

function modernIds(keywords: Keywords, draft4: boolean): void {
  if (draft4) rename(keywords, "id", "$id");
  keywords.delete("id");
  const id = keywords.get("$id");
  if (typeof id !== "string" || !id.includes("#")) return;
  const base = id.slice(0, id.indexOf("#"));
  const fragment = id.slice(id.indexOf("#") + 1);
  if (base === "") keywords.delete("$id");
  else keywords.set("$id", base);
  // "#/properties/a", which generators write, only repeats where it stands
  if (/^[a-z_][-a-z0-9._]*$/i.test(fragment) && !keywords.has("$anchor"))
    keywords.set("$anchor", fragment);
}

/** Draft 4: `minimum: 1, exclusiveMinimum: true`; now `exclusiveMinimum: 1`. */
function modernBound(keywords: Keywords, bound: string, exclusive: string): void {
  const flag = keywords.get(exclusive);
  if (typeof flag !== "boolean") return;
  keywords.delete(exclusive);
  if (flag) rename(keywords, bound, exclusive);
}

/** Up to 2019-09: `items: [a, b], additionalItems: c`; now `prefixItems: [a, b], items: c`. */
function modernTuple(keywords: Keywords): void {
  const rest = keywords.get("additionalItems");
  keywords.delete("additionalItems");
  if (!Array.isArray(keywords.get("items"))) return;
  rename(keywords, "items", "prefixItems");
  if (rest !== undefined) keywords.set("items", rest);
}

function rename(keywords: Keywords, from: string, to: string): void {
  const value = keywords.get(from);
  keywords.delete(from);
  if (value !== undefined && !keywords.has(to)) keywords.set(to, value);
}

function isTypeWithoutNull(type: JsonValue | undefined): boolean {
  if (typeof type === "string") return type !== "null";
  return Array.isArray(type) && !type.includes("null");
}
