// boundary: validated arguments reach a function whose parameter type was inferred from their schema
import type { JsonObject } from "@minference/protocol";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { ToolContext, ToolFunction } from "../registry/tool-function.ts";
import type { SchemaProblem } from "../schema/schema-problem.ts";
import { isStandardSchema, type ToolSchema } from "../schema/tool-schema.ts";

/** Arguments as the function takes them, or what its own schema says against them. */
type RefinedArguments =
  | { readonly status: "refined"; readonly args: unknown }
  | { readonly status: "refused"; readonly problems: readonly SchemaProblem[] };

/**
 * Runs the checks and transforms of a Standard Schema that JSON Schema cannot express; arguments of a JSON
 * Schema stay as they are. Throws what the schema's own code throws.
 */
export async function refineArguments(
  args: JsonObject,
  schema: ToolSchema | undefined,
): Promise<RefinedArguments> {
  const validate = isStandardSchema(schema)
    ? (schema as Partial<StandardSchemaV1>)["~standard"]?.validate // a schema for types alone has none
    : undefined;
  if (validate === undefined) return { status: "refined", args };
  const result = await validate(args);
  if (result.issues === undefined) return { status: "refined", args: result.value };
  return { status: "refused", problems: result.issues.map(toProblem) };
}

/** Calls a tool's function with arguments that its schema let through. */
export function callFunction(fn: ToolFunction, args: unknown, context: ToolContext): unknown {
  return fn(args as never, context); // `never`: what the function takes was inferred from its schema
}

function toProblem({ path = [], message }: StandardSchemaV1.Issue): SchemaProblem {
  const keys = path.map((segment) => (typeof segment === "object" ? segment.key : segment));
  return {
    path: keys.map((key) => String(key).slice(0, 80)).join("."),
    expected: message.slice(0, 300),
  };
}
