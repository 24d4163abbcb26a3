import { llmClients, type JsonValue, type Replay, type ToolCall } from "@minference/protocol";
import { z } from "zod";
import { jsonObjectSchema } from "../field/json-object-field.ts";

/** A schema for one call of a tool. */
export const toolCallSchema: z.ZodType<ToolCall> = z.strictObject({
  id: z.string().min(1),
  name: z.string(),
  arguments: jsonObjectSchema.nullable(),
  argumentsText: z.string(),
  toolId: z.guid().toLowerCase().nullable(),
});

/** A schema for what must go back to the provider as it came. */
export const replaySchema: z.ZodType<Replay> = z.strictObject({
  client: z.enum(llmClients),
  model: z.string(),
  contextHash: z.string(),
  suffix: z.string().nullable(),
  blocks: z.custom<readonly JsonValue[]>((blocks) => Array.isArray(blocks)),
});
