import { expect, test } from "@jest/globals";
import type { JsonValue } from "@minference/protocol";
import { anthropicUsage } from "./anthropic-usage.ts";

test("all counters, what was written to and read from the cache counted as prompt (C92, 6.5)", () => {
  const usage = {
    input_tokens: 10,
    cache_creation_input_tokens: 20,
    cache_read_input_tokens: 300,
    output_tokens: 7,
    output_tokens_details: { thinking_tokens: 4 },
    service_tier: "standard",
  };
  expect(anthropicUsage(usage, "m")).toEqual({
    model: "m",
    promptTokens: 330,
    completionTokens: 7,
    totalTokens: 337,
    cacheCreationInputTokens: 20,
    cacheReadInputTokens: 300,
    acceptedPredictionTokens: null,
    audioTokens: null,
    reasoningTokens: 4,
    rejectedPredictionTokens: null,
    cachedTokens: null,
    cost: null,
  });
});

test.each<[JsonValue]>([[null], [-1], ["5"], [0.5]])(
  "a cache counter of %j is unknown, and the prompt is counted without it (T34)",
  (counter) => {
    const usage = { input_tokens: 5, output_tokens: 1, cache_read_input_tokens: counter };
    expect(anthropicUsage(usage, "m")).toMatchObject({
      promptTokens: 5,
      cacheReadInputTokens: null,
      cacheCreationInputTokens: null,
    });
  },
);

test.each<[JsonValue]>([
  [null],
  ["many"],
  [{}],
  [{ input_tokens: 1 }],
  [{ input_tokens: "1", output_tokens: 1 }],
  [{ input_tokens: -1, output_tokens: 1 }],
  [{ input_tokens: 1.5, output_tokens: 1 }],
  [{ input_tokens: 0, output_tokens: 0 }],
])("usage %j is unknown, not zero (T34)", (usage) => {
  expect(anthropicUsage(usage, "m")).toBeNull();
});
