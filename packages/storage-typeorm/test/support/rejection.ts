import { isMinferenceError, type KnownError } from "@minference/protocol";

/** The error of minference that a call rejects with; any other outcome fails the test. */
export async function rejection(call: Promise<unknown>): Promise<KnownError> {
  const outcome = await call.then(
    () => "it resolved",
    (error: unknown) => error,
  );
  if (isMinferenceError(outcome)) return outcome;
  throw new Error("no error of minference", { cause: outcome });
}
