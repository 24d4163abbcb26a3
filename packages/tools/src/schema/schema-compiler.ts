import type { JsonObject } from "@minference/protocol";
import type { ErrorObject } from "ajv";
import { compileValidator, type EngineOptions, type Validator } from "./ajv-engine.ts";
import { RefBudget } from "./bounded-refs.ts";
import { copySchema, reasonOf, schemaInvalid } from "./copy-schema.ts";
import { hardenSchema, type HardenedSchema } from "./harden-schema.ts";
import type { JsonCopy } from "./json-copy.ts";
import { schemaProblems, type SchemaProblem } from "./schema-problem.ts";

/** Values of a value times schemas of its schema up to which all problems are looked for, not the first. */
const maxAllProblemsCost = 20_000;
/** Compiled schemas that a compiler keeps; the one that was used longest ago goes first. */
const keptSchemas = 500;

/**
 * What a schema is for. `arguments` gets defaults; `strict arguments` refuses unknown keys too where the
 * schema is silent; `result` is compared as it is.
 */
export type SchemaUse = "arguments" | "strict arguments" | "result";

/** A schema that values can be compared with. */
export interface CompiledSchema {
  /**
   * What is wrong with a value, at most 10 problems; none: it is valid. As `arguments`, defaults are written
   * into the value. Never throws: a value that cannot be compared in time has a problem that says so.
   */
  check(copy: JsonCopy): readonly SchemaProblem[];
}

/**
 * Compiles JSON Schema of draft 2020-12 and of 4 to 7, taking each for hostile (T17), and keeps the last 500
 * by their text: tools loaded a thousand times are compiled once. No network, no code of the schema's own.
 */
export class SchemaCompiler {
  readonly #kept = new Map<string, CompiledSchema>();

  /**
   * The schema, compiled: about 1 ms, and half a millisecond for each property.
   *
   * @throws {SchemaInvalidError} broken, hostile, or over a limit; `name` is what the message calls it.
   */
  compile(schema: JsonObject, name: string, use: SchemaUse): CompiledSchema {
    const copied = copySchema(schema, name);
    const key = `${use}\n${JSON.stringify(copied)}`;
    const compiled = this.#kept.get(key) ?? compileSchema(copied, name, use);
    this.#kept.delete(key);
    this.#kept.set(key, compiled);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptSchemas) break;
      this.#kept.delete(oldest);
    }
    return compiled;
  }
}

function compileSchema(schema: JsonObject, name: string, use: SchemaUse): CompiledSchema {
  const unknownKeys = use === "strict arguments" ? "refused" : "taken";
  const hardened = hardenSchema(schema, { name, unknownKeys });
  const budget = new RefBudget();
  const defaults = use === "result" ? "left" : "applied";
  const validator = (find: EngineOptions["find"]): Validator =>
    compiledOrInvalid(hardened, name, { find, defaults, budget });
  const all = validator("all");
  let first: Validator | null = null;
  const errorsOf = ({ value, nodes }: JsonCopy): readonly ErrorObject[] => {
    // a million wrong items would make a million errors, each list of them copied to the next
    if (nodes * hardened.size <= maxAllProblemsCost) return all(value);
    first ??= validator("first");
    return first(value);
  };
  return {
    check(copy) {
      budget.refill(copy.nodes);
      try {
        return schemaProblems(errorsOf(copy));
      } catch (error) {
        return [{ path: "", expected: `cannot be compared with its schema (${reasonOf(error)})` }];
      }
    },
  };
}

/** Ajv and V8 throw plain errors, a stack overflow among them. */
function compiledOrInvalid(
  schema: HardenedSchema,
  name: string,
  options: EngineOptions,
): Validator {
  try {
    return compileValidator(schema, options);
  } catch (error) {
    throw schemaInvalid(name, error);
  }
}
