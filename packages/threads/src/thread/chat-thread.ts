import { defineEntity, list, ref } from "@minference/ecs";
import { z } from "zod";
import { LLMConfig } from "../config/llm-config.ts";
import { SystemPrompt } from "../config/system-prompt.ts";
import { ChatMessage } from "../message/chat-message.ts";
import { CallableTool } from "../tool/callable-tool.ts";
import { StructuredTool } from "../tool/structured-tool.ts";
import { checkForcedName, checkToolNames } from "./check-tool-names.ts";

/** One conversation: its messages, and everything that its next answer depends on. */
export class ChatThread extends defineEntity(
  "ChatThread",
  {
    /** A label. */
    name: z.string().nullable().default(null),
    systemPrompt: ref(() => SystemPrompt).nullable(),
    /** Messages, oldest first. */
    history: list(() => ChatMessage),
    /** User text that is waiting to be added. */
    newMessage: z.string().nullable().default(null),
    /** Start of the answer in `json_beg`. */
    prefill: z.string().default("Here's the valid JSON object response:```json"),
    /** Text behind the last user message in JSON modes. */
    postfill: z.string().default("\n\nPlease provide your response in JSON format."),
    /** Puts the schema of a structured `forcedOutput` into the system text. */
    useSchemaInstruction: z.boolean().default(false),
    /** False: only the current turn is sent. */
    useHistory: z.boolean().default(true),
    /** The one tool of the modes `tool` and `structured_output`. */
    forcedOutput: ref(() => [StructuredTool, CallableTool]).nullable(),
    llmConfig: ref(() => LLMConfig),
    /** Their names are unique within the thread. */
    tools: list(() => [CallableTool, StructuredTool], { rule: checkToolNames }),
    /** Index of the next tool of a workflow; null counts as 0. */
    workflowStep: z.int().min(0).nullable().default(null),
  },
  { check: checkForcedName },
) {}
