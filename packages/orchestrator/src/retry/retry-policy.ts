import type { ChatResult } from "@minference/protocol";
import { requireNumber } from "../errors/require-number.ts";

/** How requests that failed are sent again (spec 8.4). */
export interface RetryOptions {
  /** Sends of one request at most, the first one included; 5 when absent. */
  readonly maxAttempts?: number;
  /** Milliseconds that the first backoff has at most, doubled from one to the next; 1,000 when absent. */
  readonly baseDelayMs?: number;
  /** Milliseconds of the longest wait; a provider that asks for more fails the turn; 60,000 when absent. */
  readonly maxDelayMs?: number;
  /** A number from 0 to below 1; `Math.random` when absent. */
  readonly random?: () => number;
}

/** Decides whether and when a request is sent again. Pure but for the chance that it is given. */
export class RetryPolicy {
  readonly #maxAttempts: number;
  readonly #baseDelayMs: number;
  readonly #maxDelayMs: number;
  readonly #random: () => number;

  /** @throws {InvalidRequestError} a number is out of its range. */
  constructor(options: RetryOptions = {}) {
    const { maxAttempts = 5, baseDelayMs = 1000, maxDelayMs = 60_000 } = options;
    this.#maxAttempts = requireNumber(maxAttempts, {
      path: "retry.maxAttempts",
      atLeast: 1,
      isWhole: true,
    });
    this.#baseDelayMs = requireNumber(baseDelayMs, { path: "retry.baseDelayMs", atLeast: 0 });
    this.#maxDelayMs = requireNumber(maxDelayMs, { path: "retry.maxDelayMs", atLeast: 0 });
    this.#random = options.random ?? Math.random;
  }

  /** Milliseconds to wait after attempt number `attempt` brought `result`; null: it stays at that result. */
  delayAfter(attempt: number, result: ChatResult): number | null {
    if (result.answer.error?.retryable !== true || attempt >= this.#maxAttempts) return null;
    const told = result.retryAfterMs ?? 0;
    if (told > this.#maxDelayMs) return null;
    // C1: jitter goes only upwards from what was told; C2: told 0 is told nothing
    return told > 0 ? told + this.#random() * this.#baseDelayMs : this.backoffMs(attempt);
  }

  /** Milliseconds for which nothing else may be sent after `result` either; null: it is no matter of others. */
  blockMs({ answer, retryAfterMs }: ChatResult): number | null {
    const told = retryAfterMs ?? 0;
    const isTold = answer.error?.kind === "rate_limited" && told > 0 && told <= this.#maxDelayMs;
    return isTold ? told : null;
  }

  /** A wait with full jitter, from 0 to twice the one before, up to the longest. */
  backoffMs(attempt: number): number {
    return this.#random() * Math.min(this.#maxDelayMs, this.#baseDelayMs * 2 ** (attempt - 1));
  }
}
