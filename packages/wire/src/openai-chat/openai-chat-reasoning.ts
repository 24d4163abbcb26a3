import { InvalidRequestError, type ChatRequest, type ModelProfile } from "@minference/protocol";

/** The effort of a request: null when none is sent; and what was left out for it. */
export interface ChatEffort {
  readonly effort: string | null;
  readonly warnings: string[];
}

/**
 * The reasoning effort to send over chat completions (spec 4.4).
 *
 * @throws {InvalidRequestError} the model does not take the effort that was asked for.
 */
export function openAIChatReasoning(
  request: ChatRequest,
  profile: ModelProfile,
  hasTools: boolean,
): ChatEffort {
  if (request.reasoning !== null) return asked(request.reasoning.effort, profile);
  if (profile.thinkingOff === "none") return { effort: "none", warnings: [] };
  // tools and reasoning do not go together over chat: off has to be said
  const takesNone = profile.efforts.includes("none");
  if (hasTools && !profile.toolsWithReasoning && takesNone) return { effort: "none", warnings: [] };
  const [lowest] = profile.efforts;
  if (profile.thinkingOff !== "never" || lowest === undefined)
    return { effort: null, warnings: [] };
  return { effort: lowest, warnings: ["thinking_always_on"] };
}

function asked(effort: string, profile: ModelProfile): ChatEffort {
  if (profile.reasoning === "none") return { effort: null, warnings: ["reasoning_omitted"] };
  if (profile.efforts.some((known) => known === effort)) return { effort, warnings: [] };
  const taken = profile.efforts.filter((known) => known !== "none");
  throw new InvalidRequestError({
    problem: `The model does not take the reasoning effort ${effort}`,
    remedy: `Use one of ${taken.join(", ")}`,
    path: "reasoningEffort",
  });
}
