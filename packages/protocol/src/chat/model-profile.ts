import type { ReasoningEffort } from "./llm-client.ts";

/** What one model takes; the flags of spec 4.4. */
export interface ModelProfile {
  readonly api: "chat" | "responses" | "responses*" | "messages";
  readonly sampling: "yes" | "no" | "none";
  readonly maxTokensField: "max_completion_tokens" | "max_output_tokens" | "max_tokens";
  readonly prefill: boolean;
  /** Whether a tool can be forced: never, only while the model does not think, or always. */
  readonly forcedTool: "yes" | "thinking_off" | "no";
  readonly nativeJsonSchema: boolean;
  readonly reasoning: "effort_field" | "openrouter" | "adaptive" | "always" | "budget" | "none";
  readonly thinkingOff: "omit" | "none" | "disabled" | "between_tools" | "never";
  readonly efforts: readonly ("none" | ReasoningEffort)[];
  readonly toolsWithReasoning: boolean;
  readonly toolsOverChat: boolean;
  readonly parallelToolCalls: boolean;
  readonly systemRole: "system" | "developer";
  readonly strictSubset: "openai" | "anthropic" | null;
  readonly prefixCheck: boolean;
  /** Shorter prompts are not cached, tokens; null: not known. */
  readonly minCacheTokens: number | null;
}
