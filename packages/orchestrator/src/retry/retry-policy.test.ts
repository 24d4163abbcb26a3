import { describe, expect, test } from "@jest/globals";
import type { ChatResult, ErrorKind } from "@minference/protocol";
import { RetryPolicy } from "./retry-policy.ts";

/** A result that failed so. */
function aFailure(
  kind: ErrorKind,
  more: { readonly retryable?: boolean; readonly retryAfterMs?: number | null } = {},
): ChatResult {
  const { retryable = true, retryAfterMs = null } = more;
  const at = new Date(0);
  return {
    client: "openai",
    sent: { envelope: {}, messages: [], requestHash: "" },
    rawResult: null,
    startedAt: at,
    endedAt: at,
    httpStatus: null,
    providerRequestId: null,
    retryAfterMs,
    answer: {
      content: null,
      reasoning: null,
      toolCalls: [],
      jsonObjects: [],
      replay: null,
      usage: null,
      error: {
        code: kind,
        kind,
        message: "",
        retryable,
        httpStatus: null,
        providerRequestId: null,
      },
      finishReason: "error",
    },
    warnings: [],
  };
}

const policy = (chance = 0.5): RetryPolicy => new RetryPolicy({ random: () => chance });

describe("whether a request is sent again", () => {
  test("an error that cannot come right is not retried (C3, C6)", () => {
    expect(policy().delayAfter(1, aFailure("quota", { retryable: false }))).toBeNull();
  });

  test("after the last attempt there is none", () => {
    expect(policy().delayAfter(4, aFailure("server"))).not.toBeNull();
    expect(policy().delayAfter(5, aFailure("server"))).toBeNull();
    expect(new RetryPolicy({ maxAttempts: 1 }).delayAfter(1, aFailure("server"))).toBeNull();
  });

  test("a wait above the cap fails the turn instead (C2, fact 7)", () => {
    const told = (retryAfterMs: number) => aFailure("rate_limited", { retryAfterMs });
    expect(policy(0).delayAfter(1, told(60_000))).toBe(60_000);
    expect(policy(0).delayAfter(1, told(60_001))).toBeNull();
  });
});

describe("how long is waited", () => {
  test("backoff has full jitter and doubles up to the cap", () => {
    const whole = policy(1);
    expect([1, 2, 3, 4, 7, 9].map((attempt) => whole.backoffMs(attempt))).toEqual([
      1000, 2000, 4000, 8000, 60_000, 60_000,
    ]);
    expect(policy(0).backoffMs(3)).toBe(0);
    expect(policy(0.25).backoffMs(3)).toBe(1000);
  });

  test("what the provider told is waited, with jitter only upward (C1)", () => {
    const told = aFailure("rate_limited", { retryAfterMs: 2000 });
    expect([0, 0.5].map((chance) => policy(chance).delayAfter(1, told))).toEqual([2000, 2500]);
  });

  test("told 0 is told nothing: the backoff is waited (C2)", () => {
    const told = aFailure("rate_limited", { retryAfterMs: 0 });
    expect(policy(0.5).delayAfter(2, told)).toBe(1000);
  });
});

describe("how long others are held up", () => {
  test("as long as a 429 told, within the cap", () => {
    const of = (retryAfterMs: number | null) =>
      policy().blockMs(aFailure("rate_limited", { retryAfterMs }));
    expect([2000, 0, null, 60_001].map(of)).toEqual([2000, null, null, null]);
  });

  test("not at all by an overload", () => {
    expect(policy().blockMs(aFailure("overloaded", { retryAfterMs: 2000 }))).toBeNull();
  });
});

test.each([{ maxAttempts: 0 }, { maxAttempts: 1.5 }, { baseDelayMs: -1 }, { maxDelayMs: NaN }])(
  "%p is refused by its path",
  (options) => {
    const [name] = Object.keys(options);
    expect(() => new RetryPolicy(options)).toThrow(
      expect.objectContaining({ kind: "invalid_request", path: `retry.${String(name)}` }),
    );
  },
);
