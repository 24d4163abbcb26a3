import type { LLMClient } from "@minference/protocol";

/** What may be asked of one client in a minute; a `RequestLimits` is one. */
export interface ClientLimits {
  readonly maxRequestsPerMinute: number;
  readonly maxTokensPerMinute: number;
  /** Null: input tokens have no limit of their own. */
  readonly maxInputTokensPerMinute: number | null;
  /** Null: output tokens have no limit of their own. */
  readonly maxOutputTokensPerMinute: number | null;
  /** Requests in flight at one time; null: no limit. */
  readonly maxConcurrent: number | null;
}

const wide: ClientLimits = {
  maxRequestsPerMinute: 500,
  maxTokensPerMinute: 200_000,
  maxInputTokensPerMinute: null,
  maxOutputTokensPerMinute: null,
  maxConcurrent: null,
};
const narrow: ClientLimits = { ...wide, maxRequestsPerMinute: 50, maxTokensPerMinute: 40_000 };

/** The limits of clients for which none were given (spec 8.1). */
export const defaultLimits: Readonly<Record<LLMClient, ClientLimits>> = {
  openai: wide,
  azure_openai: wide,
  anthropic: narrow,
  vllm: wide,
  litellm: wide,
  openrouter: narrow,
};
