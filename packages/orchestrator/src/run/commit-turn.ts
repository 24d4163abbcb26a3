import { isKind } from "@minference/protocol";
import type { ChatThread, ProcessedOutput } from "@minference/threads";
import type { TurnParts } from "./turn-parts.ts";

/** Sends of one batch at most. */
const maxSends = 5;

/**
 * One commit point of a turn: stores what changed in the thread, and the output beside it, in one batch. Nothing
 * changed, or `persist: "none"`: nothing is written. A batch of which nobody knows whether it was stored is
 * settled by registering again, a few times (R:S5).
 *
 * A commit that is refused leaves thread and storage as they were before the step: `undo` is called.
 */
export async function commitTurn(
  thread: ChatThread,
  turn: TurnParts,
  step: { readonly undo: () => void; readonly output?: ProcessedOutput },
): Promise<void> {
  const { persist } = turn.settings;
  if (persist === "none") return;
  const { output, undo } = step;
  const roots = output === undefined || persist === "threads" ? [thread] : [thread, output];
  const before = turn.registry.receipt(thread);
  try {
    await registerSettled(roots, turn);
  } catch (error) {
    if (!isKind(error, "commit_unknown")) undo();
    throw error;
  }
  tellOfCommit(thread, turn, before);
}

async function registerSettled(
  roots: readonly (ChatThread | ProcessedOutput)[],
  { registry, settings, sender }: TurnParts,
): Promise<void> {
  for (let send = 1; ; send += 1) {
    try {
      await registry.registerAll(roots, settings.register);
      return;
    } catch (error) {
      if (send === maxSends || !isKind(error, "commit_unknown")) throw error;
      await sender.clock.sleep(sender.policy.backoffMs(send));
    }
  }
}

function tellOfCommit(
  thread: ChatThread,
  { registry, reporter }: TurnParts,
  before: ReturnType<TurnParts["registry"]["receipt"]>,
): void {
  const receipt = registry.receipt(thread);
  if (receipt === null || receipt === before) return;
  const { batchId, versions, moved, ref, siblings } = receipt;
  reporter.tell({ type: "version.committed", batchId, versions });
  if (!moved && ref !== null) reporter.tell({ type: "version.branched", batchId, ref, siblings });
}
