import type { JsonObject } from "../runtime/json.ts";
import type { LLMClient, ReasoningEffort } from "./llm-client.ts";
import type { Replay, ToolCall, ToolSpec } from "./tool-call.ts";

/** One message of a neutral request. */
export type NeutralMessage =
  | { readonly role: "system"; readonly content: string }
  | { readonly role: "user"; readonly content: string }
  | {
      readonly role: "assistant";
      readonly content: string;
      readonly toolCalls: readonly ToolCall[];
      readonly replay: Replay | null;
    }
  | {
      readonly role: "tool";
      readonly content: string;
      readonly toolCallId: string;
      /** True when the tool failed. */
      readonly isError: boolean;
    };

/** Which of a request's tools the model may or must call. */
export type ToolChoice =
  | { readonly kind: "none" }
  | { readonly kind: "auto"; readonly names: readonly string[] }
  | { readonly kind: "tool"; readonly name: string };

/** The form that the answer's text must have. */
export type OutputFormat =
  | { readonly kind: "text" }
  | { readonly kind: "json" }
  | {
      readonly kind: "schema";
      readonly schema: JsonObject;
      readonly name: string;
      readonly description: string;
      readonly strict: boolean;
    };

/** What a thread asks, in no provider's format. The same thread state always gives the same request. */
export interface ChatRequest {
  readonly client: LLMClient;
  /** Null: the client's configured default model. */
  readonly model: string | null;
  /** Name of a configured endpoint of the client; null: its default one. */
  readonly endpoint: string | null;
  /** System text; null when there is none. */
  readonly system: string | null;
  readonly messages: readonly NeutralMessage[];
  /** The thread's whole list of tools; `toolChoice` says which of them the mode offers. */
  readonly tools: readonly ToolSpec[];
  readonly toolChoice: ToolChoice;
  readonly output: OutputFormat;
  /** Upper limit of the answer, tokens. */
  readonly maxTokens: number;
  /** 0 to 2; null: not sent. */
  readonly temperature: number | null;
  readonly reasoning: { readonly effort: ReasoningEffort } | null;
  /** Whether the provider's own prompt cache is asked for. */
  readonly promptCache: boolean;
  readonly prefill: string | null;
  readonly postfill: string | null;
  /** Further fields of the body, sent as they are. */
  readonly extraBody: JsonObject;
}
