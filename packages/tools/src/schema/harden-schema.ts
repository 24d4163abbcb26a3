import {
  isJsonObject,
  SchemaInvalidError,
  type JsonObject,
  type JsonValue,
} from "@minference/protocol";
import { closeSchema } from "./close-schema.ts";
import { setOwn } from "./json-copy.ts";
import { keywordForms, schemaHoldings, type Holding } from "./keyword-forms.ts";
import { linearPattern, type LinearPattern } from "./linear-pattern.ts";
import { isOfDraft4, modernKeywords } from "./modern-keywords.ts";

/** Most properties that the objects of one schema name together. */
const maxSchemaProperties = 2000;
/** Most schemas in one schema, itself included. */
const maxSubschemas = 10_000;
/** Most characters in the regular expressions of one schema together. */
const maxPatternCharacters = 20_000;

/** What a schema is called in errors, and what becomes of keys that it is silent about. */
interface HardenOptions {
  readonly name: string;
  readonly unknownKeys: "taken" | "refused";
}

/** A schema that is safe to compile. */
export interface HardenedSchema {
  readonly schema: JsonObject;
  /** Schemas in it. */
  readonly size: number;
  /** Its regular expressions, compiled, by their sources. */
  readonly patterns: ReadonlyMap<string, LinearPattern>;
}

interface Walk extends HardenOptions {
  readonly root: JsonObject;
  readonly draft4: boolean;
  readonly path: string[];
  /** `$id`s of the document, and the references that must lead to one of them. */
  readonly ids: Set<string>;
  readonly foreignRefs: [ref: string, path: string][];
  /** The paths of the regular expressions by their sources: compiled when all are known to be few. */
  readonly patterns: Map<string, string>;
  size: number;
  properties: number;
}

/** Where a schema stands: it alone rules a value, it is a part of one that does, or it must not be narrowed. */
type Place = "value" | "part" | "condition";

const conditions = new Set(["not", "if", "contains", "propertyNames"]);
const parts = new Set([
  ...["allOf", "anyOf", "oneOf", "then", "else", "$defs", "definitions"],
  ...["dependentSchemas", "dependencies"],
]);

/**
 * Rewrites a schema of any draft from 4 on as draft 2020-12, and refuses what is broken or hostile (T17,
 * fact 6): `$async`, references out of the document, keywords of a wrong form, too many properties, regular
 * expressions without a linear form. Unknown keywords and formats stay, and nobody reads them.
 * `schema` is plain JSON of bounded depth (`copyJson`). Its objects come back without a prototype, so that no
 * reference finds a member of Object's.
 *
 * @throws {SchemaInvalidError} with the path in the schema.
 */
export function hardenSchema(schema: JsonObject, options: HardenOptions): HardenedSchema {
  const walk: Walk = {
    ...{ ...options, root: schema, draft4: isOfDraft4(schema), path: [] },
    ...{ ids: new Set(), foreignRefs: [], patterns: new Map(), size: 0, properties: 0 },
  };
  const rewritten = rewrite(schema, walk, "value");
  for (const [ref, path] of walk.foreignRefs) requireKnownId(ref, path, walk);
  const patterns = compiledPatterns(walk);
  return { schema: isJsonObject(rewritten) ? rewritten : schema, size: walk.size, patterns };
}

function rewrite(schema: JsonValue, walk: Walk, place: Place): JsonValue {
  if (typeof schema === "boolean") return schema;
  if (!isJsonObject(schema)) throw refused(walk, "is neither an object nor true or false");
  walk.size += 1;
  if (walk.size > maxSubschemas)
    throw refused(walk, `is one of more than ${maxSubschemas} schemas`);
  const keywords = modernKeywords(schema, walk.draft4);
  if (walk.unknownKeys === "refused" && place === "value") closeSchema(keywords, walk.root);
  const rewritten = bareRecord();
  for (const [keyword, value] of keywords) {
    walk.path.push(keyword);
    setOwn(rewritten, keyword, rewriteKeyword(value, walk, innerPlace(keyword, place)));
    walk.path.pop();
  }
  return rewritten;
}

function innerPlace(keyword: string, place: Place): Place {
  if (place === "condition" || conditions.has(keyword)) return "condition";
  return parts.has(keyword) ? "part" : "value";
}

function rewriteKeyword(value: JsonValue, walk: Walk, place: Place): JsonValue {
  const keyword = walk.path.at(-1) ?? "";
  if (keyword === "$async") throw refused(walk, "would make its validation pass by unseen");
  const holding = schemaHoldings.get(keyword);
  if (holding !== undefined) return rewriteHeld(value, walk, { holding, place });
  const form = keywordForms.get(keyword);
  if (form !== undefined && !form.has(value)) throw refused(walk, `is not ${form.called}`);
  if (typeof value === "string") checkText(keyword, value, walk);
  return value;
}

function rewriteHeld(
  value: JsonValue,
  walk: Walk,
  { holding, place }: { readonly holding: Holding; readonly place: Place },
): JsonValue {
  if (holding === "schema") return rewrite(value, walk, place);
  if (holding === "list") {
    if (!Array.isArray(value) || value.length === 0)
      throw refused(walk, "is not a list of schemas");
    return value.map((item: JsonValue, index) =>
      within(String(index), walk, () => rewrite(item, walk, place)),
    );
  }
  if (!isJsonObject(value)) throw refused(walk, "is not an object of schemas");
  return rewriteNamed(value, walk, { holding, place });
}

function rewriteNamed(
  value: JsonObject,
  walk: Walk,
  { holding, place }: { readonly holding: Holding; readonly place: Place },
): JsonValue {
  const keyword = walk.path.at(-1);
  if (keyword === "properties") walk.properties += Object.keys(value).length;
  if (walk.properties > maxSchemaProperties)
    throw refused(walk, `is among more than ${maxSchemaProperties} properties`);
  const rewritten = bareRecord();
  for (const [name, item] of Object.entries(value)) {
    if (keyword === "patternProperties") checkText("pattern", name, walk);
    const isNames = holding === "named or names" && Array.isArray(item);
    const held = isNames ? item : within(name, walk, () => rewrite(item, walk, place));
    setOwn(rewritten, name, held);
  }
  return rewritten;
}

function within(name: string, walk: Walk, run: () => JsonValue): JsonValue {
  walk.path.push(name);
  const result = run();
  walk.path.pop();
  return result;
}

function checkText(keyword: string, value: string, walk: Walk): void {
  if (keyword === "$id") walk.ids.add(value);
  const isRef = keyword === "$ref" || keyword === "$dynamicRef";
  if (isRef && !value.startsWith("#")) walk.foreignRefs.push([value, walk.path.join(".")]);
  if (keyword === "pattern") walk.patterns.set(value, walk.path.join("."));
}

function compiledPatterns({ name, patterns }: Walk): ReadonlyMap<string, LinearPattern> {
  const total = [...patterns.keys()].reduce((sum, pattern) => sum + pattern.length, 0);
  if (total > maxPatternCharacters)
    throw refused(
      { name, path: [] },
      `has more than ${maxPatternCharacters} characters of patterns`,
    );
  return new Map(
    [...patterns].map(([pattern, path]) => {
      try {
        return [pattern, linearPattern(pattern)];
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        const problem = `is a pattern that no linear engine takes (${error.message})`;
        throw refused({ name, path: [path] }, problem, error);
      }
    }),
  );
}

/** A reference that is no fragment is to an `$id` of this very document: nothing is ever fetched. */
function requireKnownId(ref: string, path: string, walk: Walk): void {
  const rootId = walk.root["$id"] ?? walk.root["id"];
  const base = typeof rootId === "string" ? rootId : "";
  const wanted = absolute(ref.replace(/#.*$/s, ""), base);
  if ([...walk.ids].some((id) => absolute(id, base) === wanted)) return;
  throw refused({ ...walk, path: [path] }, "refers to another document");
}

function absolute(id: string, base: string): string {
  const nowhere = "schema://here/";
  const url = URL.canParse(base, nowhere) ? new URL(base, nowhere).href : nowhere;
  return URL.canParse(id, url) ? new URL(id, url).href.replace(/#$/, "") : id;
}

function bareRecord(): Record<string, JsonValue> {
  const record: Record<string, JsonValue> = {};
  Object.setPrototypeOf(record, null);
  return record;
}

function refused(
  walk: Pick<Walk, "name" | "path">,
  problem: string,
  cause?: unknown,
): SchemaInvalidError {
  const path = walk.path.map((part) => part.slice(0, 80)).join(".");
  return new SchemaInvalidError({
    problem: `${walk.name}: ${path === "" ? "the schema" : path} ${problem}`,
    remedy: "Give a JSON Schema that stands for itself, of draft 2020-12 or 4 to 7",
    path,
    ...(cause !== undefined && { cause }),
  });
}
