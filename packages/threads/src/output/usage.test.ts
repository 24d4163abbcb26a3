import { expect, test } from "@jest/globals";
import { Usage } from "./usage.ts";

const counted = { model: "m", promptTokens: 10, completionTokens: 2, totalTokens: 12 };

test("a sum adds what is known and leaves null what none knows (C52)", () => {
  const sum = Usage.sum([
    new Usage({ ...counted, cachedTokens: 4 }),
    new Usage({ ...counted, model: "n", cost: 0.5 }),
    new Usage({ ...counted, cost: 0.25 }),
  ]);
  expect(sum?.dump()).toMatchObject({
    model: "m, n",
    promptTokens: 30,
    completionTokens: 6,
    totalTokens: 36,
    cachedTokens: 4,
    cost: 0.75,
    reasoningTokens: null,
  });
});

test("the sum of no usages is null: unknown, not zero (T34)", () => {
  expect(Usage.sum([])).toBeNull();
});

test("cache hits are the cached tokens, else those read, else 0 (6.5)", () => {
  const hits = (fields: object): number => new Usage({ ...counted, ...fields }).cacheHitTokens;
  expect(hits({ cachedTokens: 3, cacheReadInputTokens: 5 })).toBe(3);
  expect(hits({ cacheReadInputTokens: 5 })).toBe(5);
  expect(hits({})).toBe(0);
});

test("a negative or fractional counter is refused (1.7)", () => {
  expect(() => new Usage({ ...counted, promptTokens: -1 })).toThrow(/Usage\.promptTokens/);
  expect(() => new Usage({ ...counted, reasoningTokens: 0.5 })).toThrow(/Usage\.reasoningTokens/);
});
