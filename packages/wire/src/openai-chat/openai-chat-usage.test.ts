import { expect, test } from "@jest/globals";
import { openAIChatUsage } from "./openai-chat-usage.ts";

const counted = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };

test("each counter has its field (spec 6.5)", () => {
  const usage = {
    ...counted,
    prompt_tokens_details: { cached_tokens: 4, audio_tokens: 1, cache_write_tokens: 2 },
    completion_tokens_details: {
      reasoning_tokens: 3,
      audio_tokens: 2,
      accepted_prediction_tokens: 6,
      rejected_prediction_tokens: 7,
    },
    cache_read_input_tokens: 8,
    cost: 0.25,
  };
  expect(openAIChatUsage(usage, "m")).toEqual({
    model: "m",
    promptTokens: 10,
    completionTokens: 5,
    totalTokens: 15,
    cacheCreationInputTokens: 2,
    cacheReadInputTokens: 8,
    acceptedPredictionTokens: 6,
    audioTokens: 3,
    reasoningTokens: 3,
    rejectedPredictionTokens: 7,
    cachedTokens: 4,
    cost: 0.25,
  });
});

test("what a provider does not say is null, and the total is the sum", () => {
  expect(openAIChatUsage({ prompt_tokens: 10, completion_tokens: 0 }, "m")).toEqual({
    model: "m",
    promptTokens: 10,
    completionTokens: 0,
    totalTokens: 10,
    cacheCreationInputTokens: null,
    cacheReadInputTokens: null,
    acceptedPredictionTokens: null,
    audioTokens: null,
    reasoningTokens: null,
    rejectedPredictionTokens: null,
    cachedTokens: null,
    cost: null,
  });
});

test("LiteLLM's counter of cache writes is taken where the detail is absent", () => {
  const usage = { ...counted, cache_creation_input_tokens: 9 };
  expect(openAIChatUsage(usage, "m")?.cacheCreationInputTokens).toBe(9);
});

test.each([
  ["absent", undefined],
  ["null", null],
  ["a list", [10, 5]],
  ["without counters", {}],
  ["negative", { ...counted, prompt_tokens: -10 }],
  ["a text", { ...counted, completion_tokens: "5" }],
  ["a fraction", { ...counted, prompt_tokens: 1.5 }],
  ["beyond exact integers", { ...counted, prompt_tokens: 1e300 }],
  ["wrong in its total", { ...counted, total_tokens: -15 }],
  ["zero", { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }],
])("usage that is %s is unknown, not zero (T34)", (_, usage) => {
  expect(openAIChatUsage(usage, "m")).toBeNull();
});

test("a detail that is no counter is null and leaves the others", () => {
  const usage = { ...counted, prompt_tokens_details: { cached_tokens: -4, audio_tokens: 1 } };
  expect(openAIChatUsage(usage, "m")).toMatchObject({ cachedTokens: null, audioTokens: 1 });
});
