import { ContextLengthError, type ChatRequest } from "@minference/protocol";
import type { ChatClient } from "@minference/clients";
import type { ChatThread } from "@minference/threads";
import type { RateCost } from "../limits/rate-ledger.ts";
import type { TurnServices } from "./turn-parts.ts";

/** A request that its client takes. */
export interface CheckedRequest {
  readonly request: ChatRequest;
  readonly client: ChatClient;
  readonly cost: RateCost;
}

/**
 * What a thread asks now, checked by the client's profile and the cap of its context; pure (N2, step 0).
 *
 * @throws {ConfigError} the client does not offer the mode.
 * @throws {WorkflowFinishedError} each tool of the workflow has had its turn.
 * @throws {EmptyMessageError} there is nothing to answer.
 * @throws {AuthError} the client is not configured; the message names the variable.
 * @throws {InvalidRequestError} the client cannot take the request.
 * @throws {ContextLengthError} the estimate is above the client's cap.
 */
export function checkRequest(thread: ChatThread, services: TurnServices): CheckedRequest {
  const request = thread.toChatRequest();
  const client = services.clients.getOrThrow(request.client);
  client.check(request);
  const cost = { requests: 1, ...services.estimate(request) };
  checkContext(cost, client);
  return { request, client, cost };
}

function checkContext(cost: RateCost, { contextLength, name }: ChatClient): void {
  const tokens = (cost.likelyInputTokens ?? cost.inputTokens) + cost.outputTokens;
  if (contextLength === null || tokens <= contextLength) return;
  throw new ContextLengthError({
    problem: `The request needs about ${tokens} tokens, and the context of ${name} is set to ${contextLength}`,
    remedy: "Shorten the conversation, set useHistory to false, or lower maxTokens",
  });
}
