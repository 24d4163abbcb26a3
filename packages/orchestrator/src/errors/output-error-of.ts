import { isMinferenceError, type OutputError } from "@minference/protocol";
import { types } from "node:util";

/** What an output says of an exception. Of a foreign one only its name: its text may hold keys or content (fact 9). */
export function outputErrorOf(error: unknown): OutputError {
  const { code, kind, message, retryable } = isMinferenceError(error) ? error : foreign(error);
  return { code, kind, message, retryable, httpStatus: null, providerRequestId: null };
}

function foreign(error: unknown): Pick<OutputError, "code" | "kind" | "message" | "retryable"> {
  const name = types.isNativeError(error) ? error.name : typeof error;
  return {
    code: "unexpected",
    kind: "protocol",
    message:
      `A part that the orchestrator was given (storage, client, ledger, estimator or clock) threw ${name}. ` +
      `The event turn.failed has it as its cause.`,
    retryable: false,
  };
}
