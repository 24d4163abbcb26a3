import type { JsonObject, JsonValue } from "../runtime/json.ts";
import type { LLMClient } from "./llm-client.ts";

/** One call of a tool that a model asked for. */
export interface ToolCall {
  /** The provider's id of the call, unique within its message. */
  readonly id: string;
  readonly name: string;
  /** The parsed arguments; null when `argumentsText` is not one JSON object. */
  readonly arguments: JsonObject | null;
  /** The arguments as the model wrote them, always kept. */
  readonly argumentsText: string;
  /** The version of the tool that was meant; null when no tool of the thread has that name. */
  readonly toolId: string | null;
}

/** What must go back to the provider exactly as it came: signed reasoning and its context. */
export interface Replay {
  readonly client: LLMClient;
  readonly model: string;
  /** Names the rendered prefix as it was sent (64 hex digits). */
  readonly contextHash: string;
  readonly suffix: string | null;
  readonly blocks: readonly JsonValue[];
}

/** A tool as a request offers it; callable and structured tools look alike to a provider. */
export interface ToolSpec {
  /** Of a structured tool a schema output can take the place, where a model cannot be made to call it. */
  readonly kind: "callable" | "structured";
  readonly name: string;
  readonly description: string | null;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonObject;
  readonly strict: boolean;
}
