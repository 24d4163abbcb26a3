import { BudgetError, type LLMClient, type NeutralUsage } from "@minference/protocol";
import type { ClientLimits } from "./client-limits.ts";
import type { RateCost } from "./rate-ledger.ts";

/** Requests and tokens that are booked. */
export interface Counts {
  readonly requests: number;
  readonly input: number;
  readonly output: number;
}

/** Nothing booked. */
export const noCounts: Counts = { requests: 0, input: 0, output: 0 };

/** The real counts of one answered request. */
export function countsOfUsage({
  promptTokens,
  completionTokens,
  totalTokens,
}: NeutralUsage): Counts {
  // some servers count reasoning in the total alone
  const output = Math.max(completionTokens, totalTokens - promptTokens);
  return { requests: 1, input: promptTokens, output };
}

/** What of `counts` is above `other`, by dimension. */
export function excessOver(counts: Counts, other: Counts): Counts {
  return {
    requests: Math.max(0, counts.requests - other.requests),
    input: Math.max(0, counts.input - other.input),
    output: Math.max(0, counts.output - other.output),
  };
}

/** `a` + `sign` × `b`. */
export function addCounts(a: Counts, b: Counts, sign: 1 | -1 = 1): Counts {
  return {
    requests: a.requests + sign * b.requests,
    input: a.input + sign * b.input,
    output: a.output + sign * b.output,
  };
}

/** True when booking `more` beside what is booked stays within the limits. */
export function fitsBeside(booked: Counts, more: Counts, limits: ClientLimits): boolean {
  return brokenLimit(addCounts(booked, more), limits) === null;
}

/**
 * What a cost is booked with: its upper bound, or as much of it as the limits hold. An error when it is above a
 * whole limit and would wait for ever (O4).
 */
export function bookable(
  cost: RateCost,
  limits: ClientLimits,
  client: LLMClient,
): Counts | BudgetError {
  const { requests, inputTokens, outputTokens: output, likelyInputTokens = inputTokens } = cost;
  const broken = brokenLimit({ requests, input: likelyInputTokens, output }, limits);
  if (broken !== null) return tooLarge(client, broken);
  const room = Math.min(
    limits.maxTokensPerMinute - output,
    limits.maxInputTokensPerMinute ?? Number.POSITIVE_INFINITY,
  );
  return { requests, input: Math.min(inputTokens, room), output };
}

interface BrokenLimit {
  readonly what: string;
  readonly amount: number;
  readonly limit: number;
}

function brokenLimit(
  { requests, input, output }: Counts,
  limits: ClientLimits,
): BrokenLimit | null {
  const { maxInputTokensPerMinute: maxInput, maxOutputTokensPerMinute: maxOutput } = limits;
  if (requests > limits.maxRequestsPerMinute) {
    return { what: "requests", amount: requests, limit: limits.maxRequestsPerMinute };
  }
  if (input + output > limits.maxTokensPerMinute) {
    return { what: "tokens", amount: input + output, limit: limits.maxTokensPerMinute };
  }
  if (maxInput !== null && input > maxInput) {
    return { what: "input tokens", amount: input, limit: maxInput };
  }
  if (maxOutput !== null && output > maxOutput) {
    return { what: "output tokens", amount: output, limit: maxOutput };
  }
  return null;
}

function tooLarge(client: LLMClient, { what, amount, limit }: BrokenLimit): BudgetError {
  return new BudgetError({
    problem: `One request to ${client} needs ${amount} ${what}, and the limit of a whole minute is ${limit}`,
    remedy: "Raise the limit, shorten the conversation, or lower maxTokens",
  });
}
