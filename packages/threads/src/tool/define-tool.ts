import type { EntityContext } from "@minference/ecs";
import type { JsonObject } from "@minference/protocol";
import type {
  ArgumentsOf,
  CallableBehaviour,
  CallableInfo,
  CallableRegistry,
  ResultOf,
  ToolFunction,
  ToolSchema,
} from "@minference/tools";
import { CallableTool } from "./callable-tool.ts";
import { toolFields } from "./tool-fields.ts";

/** What a tool is defined by. */
export interface ToolDefinition<
  Input extends ToolSchema,
  Output extends ToolSchema,
> extends Partial<CallableBehaviour> {
  readonly name: string;
  readonly description?: string;
  /** Of the arguments. */
  readonly input: Input;
  /** Of the result; any is taken when it is left out. */
  readonly output?: Output;
  /** False: keys that `input` is silent about are taken. */
  readonly strictSchema?: boolean;
  readonly execute: ToolFunction<ArgumentsOf<Input>, ResultOf<Output>>;
  /** Where the tool takes its time and ids from. */
  readonly context?: Partial<EntityContext>;
}

/** A function and its tool. */
export interface DefinedTool<Input extends ToolSchema, Output extends ToolSchema> {
  readonly name: string;
  /** For `tools` of a thread. */
  readonly tool: CallableTool;
  readonly execute: ToolFunction<ArgumentsOf<Input>, ResultOf<Output>>;

  /**
   * Puts the function under the tool's name into a registry.
   *
   * @throws {DuplicateCallableError} the name belongs to another function.
   */
  register(registry: CallableRegistry): CallableInfo;
}

/**
 * A tool in one place: its function for a callable registry, and its entity for threads.
 *
 * ```ts
 * import { defineTool } from "@minference/threads";
 * import { CallableRegistry } from "@minference/tools";
 * import { z } from "zod";
 *
 * const estimate = defineTool({
 *   name: "estimate_value",
 *   description: "What the good is worth to the trader",
 *   input: z.object({ round: z.int().min(1) }),
 *   output: z.object({ value: z.number() }),
 *   execute: ({ round }) => ({ value: 100 - round }),
 * });
 * const tools = new CallableRegistry();
 * estimate.register(tools);
 * console.log(estimate.tool.name, tools.has("estimate_value")); // estimate_value true
 * ```
 *
 * @throws {UnsafeNameError} the name is not 1 to 64 of `A-Z a-z 0-9 _ -` (T14).
 * @throws {MissingSchemaError} `input` is missing, or yields no JSON Schema.
 * @throws {SchemaInvalidError} a schema is broken or hostile (T17).
 */
export function defineTool<
  const Input extends ToolSchema,
  const Output extends ToolSchema = JsonObject,
>(definition: ToolDefinition<Input, Output>): DefinedTool<Input, Output> {
  const { name, description = null, execute, input, output, context } = definition;
  const { sequential, repeatable, approve, strictSchema = true } = definition;
  const tool = new CallableTool(
    toolFields({ name, description, input, output, strictSchema }),
    context,
  );
  const behaviour = {
    ...(sequential !== undefined && { sequential }),
    ...(repeatable !== undefined && { repeatable }),
    ...(approve !== undefined && { approve }),
  };
  const register = (registry: CallableRegistry): CallableInfo =>
    registry.register(name, execute, {
      ...behaviour,
      ...{ description, strictSchema, inputSchema: input, outputSchema: output },
    });
  return { name, tool, execute, register };
}
