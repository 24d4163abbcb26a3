import { AuthError } from "@minference/protocol";
import type { TurnCounts } from "./answer-turns.ts";

/**
 * Tells a key that the provider refuses from turns that failed.
 *
 * @throws {AuthError} no turn was answered, and each failed by its key.
 */
export function refuseWrongKey({ answered, failed }: TurnCounts): void {
  const [first] = failed;
  if (first === undefined || answered > 0 || failed.some(({ kind }) => kind !== "auth")) return;
  throw new AuthError({
    problem: first.message.replace(/\.$/, ""),
    remedy: "Set OPENAI_API_KEY to one that the provider takes",
  });
}
