import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type NeutralUsage,
} from "@minference/protocol";
import { tokenCounter } from "../answer/token-counter.ts";

/**
 * The usage of a chat completion (spec 6.5); null when it is absent, all zero, or its counters of prompt and
 * answer are negative or no integers (T34: unknown, not zero).
 */
export function openAIChatUsage(usage: JsonValue | undefined, model: string): NeutralUsage | null {
  if (!isJsonObject(usage)) return null;
  const promptTokens = tokenCounter(usage["prompt_tokens"]);
  const completionTokens = tokenCounter(usage["completion_tokens"]);
  if (promptTokens === null || completionTokens === null) return null;
  const sum = promptTokens + completionTokens;
  const totalTokens = isAbsent(usage["total_tokens"]) ? sum : tokenCounter(usage["total_tokens"]);
  if (totalTokens === null || totalTokens === 0) return null;
  const prompt = detail(usage["prompt_tokens_details"]);
  const completion = detail(usage["completion_tokens_details"]);
  return {
    model,
    promptTokens,
    completionTokens,
    totalTokens,
    // the second name of each is LiteLLM's
    cacheCreationInputTokens:
      tokenCounter(prompt["cache_write_tokens"]) ??
      tokenCounter(usage["cache_creation_input_tokens"]),
    cacheReadInputTokens: tokenCounter(usage["cache_read_input_tokens"]),
    acceptedPredictionTokens: tokenCounter(completion["accepted_prediction_tokens"]),
    audioTokens: sumOf(
      tokenCounter(prompt["audio_tokens"]),
      tokenCounter(completion["audio_tokens"]),
    ),
    reasoningTokens: tokenCounter(completion["reasoning_tokens"]),
    rejectedPredictionTokens: tokenCounter(completion["rejected_prediction_tokens"]),
    cachedTokens: tokenCounter(prompt["cached_tokens"]),
    cost: money(usage["cost"]),
  };
}

function money(value: JsonValue | undefined): number | null {
  return typeof value === "number" && value >= 0 ? value : null;
}

function detail(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function isAbsent(value: JsonValue | undefined): boolean {
  return value === undefined || value === null;
}

function sumOf(first: number | null, second: number | null): number | null {
  return first === null && second === null ? null : (first ?? 0) + (second ?? 0);
}
