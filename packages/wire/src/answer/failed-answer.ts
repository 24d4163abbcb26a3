import type { NeutralAnswer, OutputError } from "@minference/protocol";
import type { Failure } from "./failure.ts";
import type { ReceivedAnswer } from "./received-answer.ts";

/** The answer of an exchange that brought no content. */
export function failedAnswer(failure: Failure, received: ReceivedAnswer): NeutralAnswer {
  return {
    content: null,
    reasoning: null,
    toolCalls: [],
    jsonObjects: [],
    replay: null,
    usage: null,
    error: outputError(failure, received),
    finishReason: "error",
  };
}

/** A failure as an output stores it. */
export function outputError(failure: Failure, received: ReceivedAnswer): OutputError {
  return {
    code: failure.kind,
    kind: failure.kind,
    message: failure.message,
    retryable: failure.retryable,
    httpStatus: received.httpStatus,
    providerRequestId: received.providerRequestId,
  };
}
