import type { JsonValue } from "@minference/protocol";
import type { ErrorObject } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { boundedRefs, type RefBudget } from "./bounded-refs.ts";
import { canonicalText } from "./canonical-text.ts";
import type { HardenedSchema } from "./harden-schema.ts";
import { linearPattern, type LinearPattern } from "./linear-pattern.ts";
import { safeFormats } from "./safe-formats.ts";

/** How one validator works. */
export interface EngineOptions {
  /** Stop at the first problem, or find them all. */
  readonly find: "first" | "all";
  /** Write the schema's defaults into the value. */
  readonly defaults: "applied" | "left";
  readonly budget: RefBudget;
}

/** Says what is wrong with a value, as Ajv does; nothing: it is valid. */
export type Validator = (value: JsonValue) => readonly ErrorObject[];

/**
 * Compiles a hardened schema with an Ajv of its own: ids of two schemas never meet, and nothing is kept.
 *
 * Hardened as fact 6 asks: own properties only, no logger, never `$data`, a linear engine for patterns, no
 * schema of another document, references counted, `uniqueItems` in linear time, and an answer that is no
 * list of errors is never taken for success.
 */
export function compileValidator(
  { schema, patterns }: HardenedSchema,
  options: EngineOptions,
): Validator {
  // a reference into a keyword that nobody knows meets patterns that were not looked at before
  const regExp = (pattern: string): LinearPattern =>
    patterns.get(pattern) ?? linearPattern(pattern);
  const ajv = new Ajv2020({
    ...{ strict: false, logger: false, meta: false, validateSchema: false, ownProperties: true },
    ...{ allErrors: options.find === "all", useDefaults: options.defaults === "applied" },
    inlineRefs: false,
    formats: Object.fromEntries(safeFormats),
    code: { optimize: false, regExp: Object.assign(regExp, { code: "linearPattern" }) },
  });
  for (const keyword of ["id", "$ref", "$dynamicRef", "uniqueItems"]) ajv.removeKeyword(keyword);
  ajv.addKeyword({ keyword: "uniqueItems", type: "array", schemaType: "boolean", ...uniqueItems });
  for (const definition of boundedRefs(options.budget)) ajv.addKeyword(definition);
  const validate = ajv.compile(schema);
  if ("$async" in validate) throw new TypeError("an asynchronous schema");
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}

/** Ajv's own compares each item with each other: the square of a list's length. */
const uniqueItems = {
  errors: false,
  validate: (asked: boolean, items: readonly JsonValue[]): boolean =>
    !asked || new Set(items.map(canonicalText)).size === items.length,
};
