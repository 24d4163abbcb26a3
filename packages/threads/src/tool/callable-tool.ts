import { defineEntity } from "@minference/ecs";
import type { JsonObject, ToolSpec } from "@minference/protocol";
import { z } from "zod";
import { jsonObjectField } from "../field/json-object-field.ts";
import { toolNameSchema } from "./tool-name.ts";

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
}
