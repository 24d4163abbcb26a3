import type { RegisterOptions } from "../surface/register-options.ts";

/** Options of one register, with those of the registry filled in. */
export interface CommitOptions {
  readonly whenMoved: "branch" | "refuse";
  readonly actor: string | null;
  readonly reason: string | null;
  readonly runId: string | null;
}

/** Who and why, where anybody said. */
interface Author {
  readonly actor?: string;
  readonly reason?: string;
  readonly runId?: string;
}

/** Who and why of one batch: what the call says, else what the registry says. */
export function authorOf(
  call: Author,
  registry: Author,
): {
  readonly actor: string | null;
  readonly reason: string | null;
  readonly runId: string | null;
} {
  return {
    actor: call.actor ?? registry.actor ?? null,
    reason: call.reason ?? registry.reason ?? null,
    runId: call.runId ?? registry.runId ?? null,
  };
}

/** Options of one commit: those of the call, filled in with those of the registry. */
export function commitOptions(call: RegisterOptions, registry: Author): CommitOptions {
  return {
    whenMoved: call.expectHead === true ? "refuse" : "branch",
    ...authorOf(call, registry),
  };
}
