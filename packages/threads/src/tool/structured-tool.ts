import { defineEntity } from "@minference/ecs";
import type { JsonObject, ToolSpec } from "@minference/protocol";
import { z } from "zod";
import { jsonObjectField } from "../field/json-object-field.ts";
import { toolNameSchema } from "./tool-name.ts";

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
}
