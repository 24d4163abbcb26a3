import {
  InvalidRequestError,
  type ChatRequest,
  type JsonObject,
  type ModelProfile,
} from "@minference/protocol";

/** What a request says of thinking, and what was left out for it. */
export interface AnthropicThinking {
  readonly thinking: JsonObject | null;
  /** Of `output_config`; null: not sent. */
  readonly effort: string | null;
  readonly warnings: readonly string[];
}

/** Tokens of thinking for each effort of models with a budget (spec 4.4). */
const budgets: ReadonlyMap<string, number> = new Map([
  ["low", 1024],
  ["medium", 4096],
  ["high", 16_384],
]);

/**
 * Thinking and effort of a messages body (spec 4.4).
 *
 * @throws {InvalidRequestError} the model does not take the effort, or its budget is not below `maxTokens`.
 */
export function anthropicThinking(request: ChatRequest, profile: ModelProfile): AnthropicThinking {
  return request.reasoning === null
    ? thinkingOff(profile)
    : thinkingOn(request, profile, request.reasoning.effort);
}

/** True when the model thinks in this request. */
export function thinks({ thinking }: AnthropicThinking, profile: ModelProfile): boolean {
  if (profile.thinkingOff === "never") return true;
  return thinking !== null && thinking["type"] !== "disabled";
}

const nothing = { thinking: null, effort: null, warnings: [] } as const;

function thinkingOff({ thinkingOff: how, efforts }: ModelProfile): AnthropicThinking {
  switch (how) {
    case "omit":
    case "none":
      return nothing;
    case "disabled":
    case "between_tools":
      return { ...nothing, thinking: { type: how } };
    case "never":
      return { ...nothing, effort: efforts[0] ?? null, warnings: ["thinking_always_on"] };
    default:
      return how satisfies never;
  }
}

function thinkingOn(
  request: ChatRequest,
  profile: ModelProfile,
  effort: string,
): AnthropicThinking {
  if (profile.reasoning === "none") return { ...nothing, warnings: ["reasoning_omitted"] };
  checkEffort(effort, profile);
  if (profile.reasoning === "budget") return budgeted(request, effort);
  return { ...nothing, thinking: { type: "adaptive", display: "summarized" }, effort };
}

function checkEffort(effort: string, profile: ModelProfile): void {
  if (profile.efforts.some((known) => known === effort)) return;
  throw new InvalidRequestError({
    problem: `The model does not take the reasoning effort ${effort}`,
    remedy: `Use one of ${profile.efforts.join(", ")}`,
    path: "reasoningEffort",
  });
}

function budgeted(request: ChatRequest, effort: string): AnthropicThinking {
  const budget = budgets.get(effort) ?? 1024;
  if (budget < request.maxTokens) {
    return { ...nothing, thinking: { type: "enabled", budget_tokens: budget } };
  }
  throw new InvalidRequestError({
    problem: `The effort ${effort} thinks with ${budget} tokens, which maxTokens ${request.maxTokens} leaves no room for`,
    remedy: `Set maxTokens to at least ${budget + 1}, or use a lower effort`,
    path: "maxTokens",
  });
}
