import type { JsonValue } from "@minference/protocol";

/** How a keyword holds schemas: one, a list, by name, or by name with lists of names among them. */
export type Holding = "schema" | "list" | "named" | "named or names";

const oneSchema = (
  "additionalProperties items contains not if then else propertyNames unevaluatedItems " +
  "unevaluatedProperties contentSchema"
).split(" ");

/** The keywords that hold schemas (JSON Schema 2020-12 core, section 10, and `definitions`, `dependencies`). */
export const schemaHoldings: ReadonlyMap<string, Holding> = new Map([
  ...oneSchema.map((keyword) => [keyword, "schema"] as const),
  ...["allOf", "anyOf", "oneOf", "prefixItems"].map((keyword) => [keyword, "list"] as const),
  ...["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"].map(
    (keyword) => [keyword, "named"] as const,
  ),
  ["dependencies", "named or names"],
]);

/** The form of one keyword's value: what it is called in an error, and whether a value has it. */
interface Form {
  readonly called: string;
  readonly has: (value: JsonValue) => boolean;
}

const typeNames = new Set(["array", "boolean", "integer", "null", "number", "object", "string"]);
const isTypeName = (value: JsonValue): boolean => typeof value === "string" && typeNames.has(value);
const isText = (value: JsonValue): boolean => typeof value === "string";
const isNumber = (value: JsonValue): boolean => typeof value === "number";
const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
const isTextList = (value: JsonValue): boolean => isList(value) && value.every(isText);

const text: Form = { called: "a string", has: isText };
const number: Form = { called: "a number", has: isNumber };
const flag: Form = { called: "true or false", has: (value) => typeof value === "boolean" };
const names: Form = { called: "a list of strings", has: isTextList };
const choices: Form = {
  called: "a list with an item",
  has: (value) => isList(value) && value.length > 0,
};
const length: Form = {
  called: "an integer of at least 0",
  has: (value) => typeof value === "number" && Number.isInteger(value) && value >= 0,
};
const positive: Form = {
  called: "a number above 0",
  has: (value) => typeof value === "number" && value > 0,
};
const type: Form = {
  called: `one or more of ${[...typeNames].join(", ")}`,
  has: (value) =>
    isTypeName(value) || (isList(value) && value.length > 0 && value.every(isTypeName)),
};
const namesByName: Form = {
  called: "an object of lists of strings",
  has: (value) =>
    typeof value === "object" &&
    value !== null &&
    !isList(value) &&
    Object.values(value).every(isTextList),
};

const named = (form: Form, keywords: string): [string, Form][] =>
  keywords.split(" ").map((keyword) => [keyword, form]);

/** The forms of the keywords that decide about a value and hold no schema (2020-12 validation, section 6). */
export const keywordForms: ReadonlyMap<string, Form> = new Map([
  ...named(text, "$id $ref $anchor $dynamicRef $dynamicAnchor pattern format"),
  ...named(number, "minimum maximum exclusiveMinimum exclusiveMaximum"),
  ...named(length, "minLength maxLength minItems maxItems minProperties maxProperties"),
  ...named(length, "minContains maxContains"),
  ...named(positive, "multipleOf"),
  ...named(flag, "uniqueItems"),
  ...named(names, "required"),
  ...named(namesByName, "dependentRequired"),
  ...named(choices, "enum"),
  ...named(type, "type"),
]);
