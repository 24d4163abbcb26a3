import { InvalidRequestError, type ChatRequest, type ModelProfile } from "@minference/protocol";

/**
 * Makes sure that a request can go over chat completions, the API of this release.
 *
 * @throws {InvalidRequestError} the model wants the Responses API for it.
 */
export function requireChat(request: ChatRequest, profile: ModelProfile, model: string): void {
  switch (profile.api) {
    case "chat":
      return;
    case "responses*":
      if (isPlain(request)) return;
      throw refused(model, "tool calls or reasoning");
    case "responses":
    case "messages":
      throw refused(model, "any request");
    default:
      return profile.api satisfies never;
  }
}

/** True when a `responses*` model takes the request over chat (spec 4.4). */
function isPlain(request: ChatRequest): boolean {
  const hasCalls = request.messages.some(
    (message) => message.role === "assistant" && message.toolCalls.length > 0,
  );
  return !hasCalls && request.reasoning === null && request.toolChoice.kind === "none";
}

function refused(model: string, what: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `Model ${model} takes ${what} over the Responses API only, which this release does not speak`,
    remedy: `Use another model, or make the client or endpoint with api: "chat" if its server takes it there`,
    path: "model",
  });
}
