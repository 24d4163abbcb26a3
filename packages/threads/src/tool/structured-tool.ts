import { defineEntity, type EntityContext } from "@minference/ecs";
import type { JsonObject, ToolSpec } from "@minference/protocol";
import {
  argumentSchema,
  SchemaCompiler,
  toolNameOfTitle,
  type ToolSchema,
} from "@minference/tools";
import { z } from "zod";
import { jsonObjectField } from "../field/json-object-field.ts";
import {
  anthropicToolForm,
  openAISchemaForm,
  openAIToolForm,
  type AnthropicForm,
  type OpenAIForm,
} from "./provider-form.ts";
import { toolNameSchema } from "./tool-name.ts";

/** What a structured tool may be given beside its schema. */
export interface StructuredToolOptions {
  /** The schema's title in lower case when left out, else `generate_structured_output`. */
  readonly name?: string;
  /** The schema's own when left out. */
  readonly description?: string;
  readonly instructionString?: string;
  readonly strictSchema?: boolean;
  readonly postValidateSchema?: boolean;
}

/** A tool without code: the schema of an object that the model is to give. */
export class StructuredTool extends defineEntity("StructuredTool", {
  name: toolNameSchema("StructuredTool").default("generate_structured_output"),
  description: z
    .string()
    .default("Generate a structured output based on the provided JSON schema."),
  /** The provider's own strict mode is asked for. */
  strictSchema: z.boolean().default(true),
  /** JSON Schema of the object wanted. */
  jsonSchema: jsonObjectField().default({}),
  instructionString: z.string().default("Please follow this JSON schema for your response:"),
  /** False: what the model gave is accepted without checking. */
  postValidateSchema: z.boolean().default(true),
}) {
  /**
   * The tool of a schema of an object: Zod, any Standard Schema that yields JSON Schema, or JSON Schema itself.
   *
   * @throws {UnsafeNameError} the name is not 1 to 64 of `A-Z a-z 0-9 _ -` (T14).
   * @throws {MissingSchemaError} the schema yields no JSON Schema.
   * @throws {SchemaInvalidError} it is not of an object, broken or hostile (T17).
   */
  static fromSchema(
    schema: ToolSchema,
    options: StructuredToolOptions = {},
    context?: Partial<EntityContext>,
  ): StructuredTool {
    const jsonSchema = argumentSchema(schema, "jsonSchema");
    new SchemaCompiler().compile(jsonSchema, "jsonSchema", "result");
    const title = toolNameOfTitle(jsonSchema);
    const { description } = jsonSchema;
    const ofSchema = {
      ...(title !== null && { name: title }),
      ...(typeof description === "string" && { description }),
    };
    return new StructuredTool({ jsonSchema, ...ofSchema, ...options }, context);
  }

  /** JSON Schema of the object wanted, as a tool's arguments. */
  get parametersSchema(): JsonObject {
    return this.jsonSchema;
  }

  /** What the system text says when the schema is to be followed: instruction and compact JSON. */
  get schemaInstruction(): string {
    return `${this.instructionString} ${JSON.stringify(this.jsonSchema)}`;
  }

  /** The tool as a request offers it. */
  toToolSpec(): ToolSpec {
    return {
      kind: "structured",
      name: this.name,
      description: this.description,
      parameters: this.jsonSchema,
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

  /** The schema as OpenAI's API is asked for an answer that has it (spec 5.4). */
  toOpenAIJsonSchema(form?: OpenAIForm): JsonObject {
    return openAISchemaForm(this.toToolSpec(), form);
  }
}
