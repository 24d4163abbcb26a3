/** The clients that minference can speak to, as they are stored. */
export const llmClients = [
  "openai",
  "azure_openai",
  "anthropic",
  "vllm",
  "litellm",
  "openrouter",
] as const;
/** Name of a client: our adapter to one provider's API. */
export type LLMClient = (typeof llmClients)[number];

/** How a thread wants its answers. */
export const responseFormats = [
  "text",
  "json_beg",
  "json_object",
  "structured_output",
  "tool",
  "auto_tools",
  "workflow",
] as const;
/** Name of an answer mode of a thread. */
export type ResponseFormat = (typeof responseFormats)[number];

/** Who can speak in a conversation. */
export const messageRoles = ["system", "user", "assistant", "tool"] as const;
/** Role of one message. */
export type MessageRole = (typeof messageRoles)[number];

/** How much a reasoning model may think; low, medium and high are portable. */
export const reasoningEfforts = ["minimal", "low", "medium", "high", "xhigh", "max"] as const;
/** Name of a reasoning effort. */
export type ReasoningEffort = (typeof reasoningEfforts)[number];

/** Why an answer ended. */
export const finishReasons = [
  "stop",
  "length",
  "tool_calls",
  "content_filter",
  "refusal",
  "pause",
  "error",
  "unknown",
] as const;
/** Name of a reason why an answer ended. */
export type FinishReason = (typeof finishReasons)[number];
