import { isJsonObject, isMinferenceError, type JsonObject } from "@minference/protocol";
import { copyJson, type JsonCopy } from "../schema/json-copy.ts";
import { isObjectSchema } from "../schema/object-schema.ts";
import { isResultWrapper } from "../schema/result-schema.ts";
import type { CompiledSchema } from "../schema/schema-compiler.ts";
import type { SchemaProblem } from "../schema/schema-problem.ts";
import { failed, failedSchema, type ExecutedOutcome, type FailedOutcome } from "./tool-outcome.ts";

/** What a tool's result is compared with. */
interface ResultRules {
  readonly toolName: string;
  readonly outputSchema: JsonObject;
  readonly compiled: CompiledSchema;
  readonly maxBytes: number;
}

/**
 * The outcome of what a function gave (U4): an object under an object schema, or without a schema, is the
 * result; any other value is `{ result: value }`. undefined is null. Not JSON, too large, or against the
 * schema: failed.
 */
export function encodeResult(value: unknown, rules: ResultRules): ExecutedOutcome | FailedOutcome {
  const name = `result of ${rules.toolName}`;
  try {
    const copy = copyJson(value, { name, maxBytes: rules.maxBytes });
    let problems: readonly SchemaProblem[] = [];
    for (const candidate of candidates(copy, rules.outputSchema)) {
      problems = rules.compiled.check({ value: candidate, nodes: copy.nodes });
      if (problems.length === 0) return { status: "executed", result: candidate };
    }
    return failedSchema("output_invalid", `fields of the ${name}`, problems);
  } catch (error) {
    if (!isMinferenceError(error)) throw error;
    return failed(error.kind, error.message);
  }
}

/** The forms that the value may have, the better one first; the last one's problems are told. */
function candidates({ value }: JsonCopy, outputSchema: JsonObject): readonly JsonObject[] {
  const wrapped = { result: value };
  const mayBeWhole = Object.keys(outputSchema).length === 0 || isObjectSchema(outputSchema);
  if (!isJsonObject(value) || !mayBeWhole) return [wrapped];
  // a wrapper is an object schema too: of an object that has a field `result`, or of any other value
  return isResultWrapper(outputSchema) ? [value, wrapped] : [value];
}
