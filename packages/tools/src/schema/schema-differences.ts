import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import { SchemaMismatchError, type SchemaDifference } from "../errors/schema-mismatch-error.ts";
import { canonicalText } from "./canonical-text.ts";
import { isJsonArray } from "./json-array.ts";
import { followLocalRefs } from "./local-ref.ts";

interface Side {
  readonly root: JsonObject;
  readonly schema: JsonValue;
}

interface Comparison {
  readonly given: Side;
  readonly derived: Side;
  readonly path: readonly string[];
}

/**
 * Where a schema given by hand and one derived from code disagree (spec 5.1): names of properties, types after
 * `$ref`, what is required, items of arrays, at every depth. Descriptions, ranges, formats and defaults may
 * differ. Empty: they agree.
 */
export function schemaDifferences(
  given: JsonObject,
  derived: JsonObject,
): readonly SchemaDifference[] {
  const differences: SchemaDifference[] = [];
  const seen = new Set<string>();
  const open: Comparison[] = [
    {
      given: { root: given, schema: given },
      derived: { root: derived, schema: derived },
      path: [],
    },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const comparison = followed(next);
    const pair = canonicalText([comparison.given.schema, comparison.derived.schema]);
    // a pair met before is a recursive schema, or gives the same answer
    if (seen.has(pair)) continue;
    seen.add(pair);
    differences.push(...ownDifferences(comparison));
    open.push(...innerComparisons(comparison).reverse());
  }
  return differences;
}

/**
 * Makes sure that a given and a derived schema agree.
 *
 * @throws {SchemaMismatchError} with each difference.
 */
export function requireAgreement(given: JsonObject, derived: JsonObject, schemaName: string): void {
  const differences = schemaDifferences(given, derived);
  if (differences.length > 0) throw new SchemaMismatchError({ schemaName, differences });
}

function followed({ given, derived, path }: Comparison): Comparison {
  return {
    given: { root: given.root, schema: followLocalRefs(given.root, given.schema) },
    derived: { root: derived.root, schema: followLocalRefs(derived.root, derived.schema) },
    path,
  };
}

function ownDifferences({ given, derived, path }: Comparison): readonly SchemaDifference[] {
  const aspects = [
    ["types", typesOf(given), typesOf(derived)],
    [
      "properties",
      Object.keys(propertiesOf(given)).sort(),
      Object.keys(propertiesOf(derived)).sort(),
    ],
    ["required", requiredOf(given), requiredOf(derived)],
    ["items", itemsOf(given), itemsOf(derived)],
  ] as const;
  return aspects.flatMap(([aspect, left, right]) => {
    if (left.join() === right.join()) return [];
    return [{ path: path.join("."), aspect, given: listed(left), derived: listed(right) }];
  });
}

function innerComparisons({ given, derived, path }: Comparison): Comparison[] {
  const inner: Comparison[] = [];
  const add = (name: string, left: JsonValue | undefined, right: JsonValue | undefined): void => {
    if (left === undefined || right === undefined) return;
    inner.push({
      given: { root: given.root, schema: left },
      derived: { root: derived.root, schema: right },
      path: [...path, name],
    });
  };
  const properties = propertiesOf(derived);
  for (const [name, schema] of Object.entries(propertiesOf(given))) {
    if (Object.hasOwn(properties, name)) add(name, schema, properties[name]);
  }
  add("[]", field(given, "items"), field(derived, "items"));
  return inner;
}

/** Names of the types that a schema lets through, sorted; `any` where it says nothing. */
function typesOf({ root, schema }: Side, depth = 0): readonly string[] {
  const target = followLocalRefs(root, schema);
  if (!isJsonObject(target) || depth > 8) return ["any"];
  const { type, enum: choices, const: constant, anyOf, oneOf } = target;
  if (typeof type === "string") return [type];
  if (isJsonArray(type)) return unique(type.map(String));
  if (isJsonArray(choices)) return unique(choices.map(typeOfValue));
  if (constant !== undefined) return [typeOfValue(constant)];
  const branches = anyOf ?? oneOf;
  if (isJsonArray(branches))
    return unique(branches.flatMap((branch) => typesOf({ root, schema: branch }, depth + 1)));
  return "properties" in target ? ["object"] : ["any"];
}

function typeOfValue(value: JsonValue): string {
  if (value === null) return "null";
  if (isJsonArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function propertiesOf(side: Side): JsonObject {
  const properties = field(side, "properties");
  return isJsonObject(properties) ? properties : {};
}

function requiredOf(side: Side): readonly string[] {
  const required = field(side, "required");
  return isJsonArray(required) ? unique(required.map(String)) : [];
}

/** Whether the items of an array are described; how, is compared one level down. */
function itemsOf(side: Side): readonly string[] {
  const items = field(side, "items");
  const isSilent = items === undefined || items === true || canonicalText(items) === "{}";
  return isSilent ? [] : ["described"];
}

function field({ schema }: Side, name: string): JsonValue | undefined {
  return isJsonObject(schema) && Object.hasOwn(schema, name) ? schema[name] : undefined;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => name.slice(0, 80)).join(", ");
}
