import {
  CallableTool,
  ChatMessage,
  ChatThread,
  GeneratedJsonObject,
  LLMConfig,
  ProcessedOutput,
  RawOutput,
  RequestLimits,
  StructuredTool,
  SystemPrompt,
  Usage,
} from "@minference/threads";
import { mapEntity, type EntityMapping } from "../mapping/map-entity.ts";

/** Where the entities of `@minference/threads` are stored: the tables of spec.md section 10. */
export const threadMappings: readonly EntityMapping[] = [
  mapEntity(ChatThread, {
    table: "chat_thread",
    lists: {
      history: {
        table: "thread_message_history",
        item: "message",
        introducedBy: "thread_version",
      },
    },
  }),
  // the index serves: which messages were added to a version
  mapEntity(ChatMessage, { table: "chat_message", indexes: ["chatThreadId"] }),
  mapEntity([CallableTool, StructuredTool], {
    table: "tool",
    typeNames: { CallableTool: "callable", StructuredTool: "structured" },
  }),
  mapEntity(SystemPrompt, { table: "system_prompt" }),
  mapEntity(LLMConfig, { table: "llm_config" }),
  mapEntity(Usage, { table: "usage" }),
  mapEntity(GeneratedJsonObject, { table: "generated_json_object" }),
  mapEntity(RequestLimits, { table: "request_limits" }),
  mapEntity(RawOutput, { table: "raw_output" }),
  mapEntity(ProcessedOutput, { table: "processed_output" }),
];
