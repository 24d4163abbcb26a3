import { defineEntity, type EntityContext } from "@minference/ecs";
import type { JsonObject, ToolSpec } from "@minference/protocol";
import type {
  ArgumentsOf,
  CallableInfo,
  CallableRegistration,
  CallableRegistry,
  ResultOf,
  ToolFunction,
  ToolSchema,
} from "@minference/tools";
import { z } from "zod";
import { jsonObjectField } from "../field/json-object-field.ts";
import {
  anthropicToolForm,
  openAIToolForm,
  type AnthropicForm,
  type OpenAIForm,
} from "./provider-form.ts";
import { toolNameSchema } from "./tool-name.ts";

/** What a function becomes a tool with. */
export interface FunctionToolOptions<
  Input extends ToolSchema,
  Output extends ToolSchema,
> extends CallableRegistration<Input, Output> {
  /** The function's own name when left out. */
  readonly name?: string;
  /** Where the tool takes its time and ids from. */
  readonly context?: Partial<EntityContext>;
}

/** A tool with code: a function of a callable registry, or source text. */
export class CallableTool extends defineEntity("CallableTool", {
  name: toolNameSchema("CallableTool"),
  description: z.string().nullable().default(null),
  /** Arguments that the schema says nothing about are refused. */
  strictSchema: z.boolean().default(true),
  inputSchema: jsonObjectField(),
  outputSchema: jsonObjectField().default({}),
  callableKind: z.enum(["registered", "source"]).default("registered"),
  /** Source text; it runs only when `callableKind` is `source`. */
  callableText: z.string().nullable().default(null),
  /** SHA-256 of the text of a source tool. */
  callableHash: z.string().nullable().default(null),
}) {
  /**
   * Registers a function, and gives its tool.
   *
   * @throws {UnsafeNameError} the function has no name and none is given, or it is not 1 to 64 of `A-Z a-z 0-9 _ -`.
   * @throws {DuplicateCallableError} the name belongs to another function.
   * @throws {MissingSchemaError} without a schema of the arguments: types are gone at run time.
   * @throws {SchemaMismatchError} a schema given by hand and the derived one differ.
   * @throws {SchemaInvalidError} a schema is broken or hostile (T17).
   */
  static fromFunction<const Input extends ToolSchema, const Output extends ToolSchema = JsonObject>(
    registry: CallableRegistry,
    fn: ToolFunction<ArgumentsOf<Input>, ResultOf<Output>>,
    options: FunctionToolOptions<Input, Output>,
  ): CallableTool {
    const { name = fn.name, context, ...registration } = options;
    return toolOf(registry.register(name, fn, registration), context);
  }

  /**
   * The tool of a function that is registered.
   *
   * @throws {ToolNotFoundError} there is none of that name; the message lists those that there are.
   */
  static fromRegistry(
    registry: CallableRegistry,
    name: string,
    context?: Partial<EntityContext>,
  ): CallableTool {
    return toolOf(registry.info(name), context);
  }

  /** JSON Schema of the arguments. */
  get parametersSchema(): JsonObject {
    return this.inputSchema;
  }

  /** The tool as a request offers it. */
  toToolSpec(): ToolSpec {
    return {
      kind: "callable",
      name: this.name,
      description: this.description,
      parameters: this.inputSchema,
      strict: this.strictSchema,
    };
  }

  /** The tool as OpenAI's API is offered it (spec 5.4). */
  toOpenAITool(form?: OpenAIForm): JsonObject {
    return openAIToolForm(this.toToolSpec(), form);
  }

  /** The tool as Anthropic's API is offered it (spec 5.4). */
  toAnthropicTool(form?: AnthropicForm): JsonObject {
    return anthropicToolForm(this.toToolSpec(), form);
  }
}

function toolOf(info: CallableInfo, context: Partial<EntityContext> | undefined): CallableTool {
  const { name, description, strictSchema, inputSchema, outputSchema } = info;
  return new CallableTool({ name, description, strictSchema, inputSchema, outputSchema }, context);
}
