import { isJsonObject, type JsonValue, type NeutralUsage } from "@minference/protocol";
import { tokenCounter } from "../answer/token-counter.ts";

/**
 * The usage of a message (spec 6.5): what was written to and read from the cache counts as prompt. Null when it is
 * absent, or its counters are negative or no integers (T34: unknown, not zero).
 */
export function anthropicUsage(usage: JsonValue | undefined, model: string): NeutralUsage | null {
  if (!isJsonObject(usage)) return null;
  const input = tokenCounter(usage["input_tokens"]);
  const completionTokens = tokenCounter(usage["output_tokens"]);
  if (input === null || completionTokens === null) return null;
  const written = tokenCounter(usage["cache_creation_input_tokens"]);
  const read = tokenCounter(usage["cache_read_input_tokens"]);
  const promptTokens = input + (written ?? 0) + (read ?? 0);
  const totalTokens = promptTokens + completionTokens;
  if (totalTokens === 0) return null;
  const details = usage["output_tokens_details"];
  return {
    model,
    promptTokens,
    completionTokens,
    totalTokens,
    cacheCreationInputTokens: written,
    cacheReadInputTokens: read,
    acceptedPredictionTokens: null,
    audioTokens: null,
    reasoningTokens: isJsonObject(details) ? tokenCounter(details["thinking_tokens"]) : null,
    rejectedPredictionTokens: null,
    cachedTokens: null,
    cost: null,
  };
}
