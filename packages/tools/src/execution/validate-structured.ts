import { isMinferenceError, type JsonObject } from "@minference/protocol";
import type { SchemaCompiler } from "../schema/schema-compiler.ts";
import { readArguments, type ToolInput } from "./read-arguments.ts";
import { failed, failedSchema, type FailedOutcome, type ValidatedOutcome } from "./tool-outcome.ts";

/** A tool without code; a StructuredTool is one. */
export interface CheckableTool {
  readonly name: string;
  readonly jsonSchema: JsonObject;
  readonly postValidateSchema: boolean;
}

/** How an object is checked. */
interface CheckOptions {
  readonly compiler: SchemaCompiler;
  /** Longest object, bytes of JSON. */
  readonly maxBytes: number;
}

/**
 * What becomes of the object that a model gave to a structured tool (U6): validated, or failed with
 * `output_invalid` and up to 10 paths. Without `postValidateSchema` any JSON object is validated. Nothing is
 * changed in it: no defaults are written. Never throws.
 */
export function validateStructured(
  tool: CheckableTool,
  input: ToolInput,
  { compiler, maxBytes }: CheckOptions,
): ValidatedOutcome | FailedOutcome {
  const name = `arguments of ${tool.name}`;
  const read = readArguments(input, { name, maxBytes, kind: "output_invalid" });
  if (read.status === "failed") return read;
  const validated = { status: "validated", result: read.value.value } as const;
  if (!tool.postValidateSchema) return validated;
  try {
    const schema = compiler.compile(tool.jsonSchema, `jsonSchema of ${tool.name}`, "result");
    const problems = schema.check(read.value);
    return problems.length === 0 ? validated : failedSchema("output_invalid", name, problems);
  } catch (error) {
    if (!isMinferenceError(error)) throw error;
    return failed(error.kind, error.message);
  }
}
