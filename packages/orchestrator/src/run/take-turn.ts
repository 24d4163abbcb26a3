import { AbortedError, shortId } from "@minference/protocol";
import type { ChatThread } from "@minference/threads";
import { sendWithRetries } from "./send-with-retries.ts";
import { checkRequest } from "./check-request.ts";
import { commitTurn } from "./commit-turn.ts";
import { finishOpenCalls } from "./finish-open-calls.ts";
import { finishedTurn } from "./finished-turn.ts";
import { runCalls } from "./run-calls.ts";
import { storeAnswer } from "./store-answer.ts";
import { threadUndo } from "./thread-undo.ts";
import type { TurnEnd } from "./turn-end.ts";
import type { TurnParts } from "./turn-parts.ts";

/**
 * One turn of one thread, and its commit points (spec N2). It throws what goes wrong before anything is sent; what
 * goes wrong from then on is in the result.
 */
export async function takeTurn(thread: ChatThread, turn: TurnParts): Promise<TurnEnd> {
  const { settings, reporter, sender, bases } = turn;
  const { signal, priority } = settings;
  const finished = finishedTurn(thread, turn);
  if (finished !== null) return finished;
  if (signal.aborted) throw abortedTurn(thread);
  await finishOpenCalls(thread, turn);
  const settled = finishedTurn(thread, turn); // their results may have finished a workflow
  if (settled !== null) return settled;

  const checked = checkRequest(thread, turn); // refused here: nothing is changed or stored
  const undo = threadUndo(thread);
  thread.addUserMessage();
  await commitTurn(thread, turn, { undo }); // commit 1: what is asked

  const base = await bases.of(thread);
  const exchange = await sendWithRetries({ ...checked, signal, priority, reporter }, sender);
  const answered = await storeAnswer(thread, turn, { exchange, base }); // commit 2: the answer
  return runCalls(answered, turn); // commit 3: the results of its calls
}

function abortedTurn({ ecsId, lineageId }: ChatThread): AbortedError {
  return new AbortedError({
    problem: `The run was aborted before the turn of ChatThread …${shortId(ecsId)} began`,
    remedy: "Run the thread again: nothing was sent or stored",
    entityType: "ChatThread",
    ecsId,
    lineageId,
  });
}
