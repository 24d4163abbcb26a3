import { AuthError } from "@minference/protocol";

/** What the turns of a run came to, as far as it must be known to blame the key. */
export interface TurnsEnded {
  readonly answered: number;
  readonly failed: readonly { readonly kind: string; readonly message: string }[];
}

/**
 * Tells a key that the provider refuses from turns that failed.
 *
 * @throws {AuthError} no turn was answered, and each failed by its key.
 */
export function refuseWrongKey({ answered, failed }: TurnsEnded): void {
  const [first] = failed;
  if (first === undefined || answered > 0 || failed.some(({ kind }) => kind !== "auth")) return;
  throw new AuthError({
    problem: first.message.replace(/\.$/, ""),
    remedy: "Set OPENAI_API_KEY to one that the provider takes",
  });
}
