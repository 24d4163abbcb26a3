import { expect, test } from "@jest/globals";
import { RequestLimits } from "./request-limits.ts";

const required = {
  provider: "openai",
  maxRequestsPerMinute: 500,
  maxTokensPerMinute: 200_000,
} as const;

test("limits have requests and tokens, the others are off unless said (1.5)", () => {
  const limits = new RequestLimits(required);
  expect(limits.maxConcurrent).toBeNull();
  expect(limits.maxInputTokensPerMinute).toBeNull();
  expect(limits.maxOutputTokensPerMinute).toBeNull();
});

test.each([
  "maxRequestsPerMinute",
  "maxTokensPerMinute",
  "maxInputTokensPerMinute",
  "maxConcurrent",
])("%s of 0 is refused (1.5)", (name) => {
  expect(() => Reflect.construct(RequestLimits, [{ ...required, [name]: 0 }])).toThrow(
    new RegExp(`RequestLimits\\.${name}`),
  );
});
