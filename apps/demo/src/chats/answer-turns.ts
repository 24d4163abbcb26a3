import type { ChatThread, ProcessedOutput } from "@minference/threads";
import { turnProgress } from "../progress/turn-progress.ts";
import type { Session } from "../session.ts";
import { answeredTurns, type Dialogue } from "./dialogue.ts";

/** What a run of several turns came to. */
export interface TurnCounts {
  readonly answered: number;
  readonly failed: readonly TurnFailure[];
}

/** A turn that brought no answer. */
export interface TurnFailure {
  readonly name: string;
  readonly kind: string;
  readonly message: string;
}

/**
 * Has every turn answered that is not yet: in each round the next one of all threads at a time. A thread whose
 * turn fails stays at it, and the next start goes on there.
 */
export async function answerTurns(
  session: Session,
  dialogues: readonly Dialogue[],
  label: string,
): Promise<TurnCounts> {
  const failed: TurnFailure[] = [];
  let answered = 0;
  const rounds = Math.max(...dialogues.map(({ turns }) => turns.length));
  for (let round = 0; round < rounds && !session.signal.aborted; round += 1) {
    const due = dialogues.filter((dialogue) => answeredTurns(dialogue) === round);
    const counts = await answerRound(session, due, `${label}, turn ${round + 1}`);
    answered += counts.answered;
    failed.push(...counts.failed);
  }
  return { answered, failed };
}

async function answerRound(
  session: Session,
  due: readonly Dialogue[],
  label: string,
): Promise<TurnCounts> {
  const { orchestrator, signal, streams } = session;
  for (const dialogue of due) askNext(dialogue);
  const threads = due.map(({ thread }) => thread);
  const onEvent = turnProgress(label, due.length, streams.note);
  const results = await orchestrator.run(threads, { signal, onEvent });
  const failed = results.flatMap(({ thread, messages, output }) =>
    messages.length > 0 ? [] : [failureOf(thread, output)],
  );
  for (const { name, message } of failed) streams.note(`${label}: ${name}: ${message}`);
  return { answered: results.length - failed.length, failed };
}

function failureOf(thread: ChatThread, { error }: ProcessedOutput): TurnFailure {
  const { kind = "unknown", message = "no answer came" } = error ?? {};
  return { name: thread.name ?? String(thread), kind, message };
}

/** Says the next turn, unless a run that was killed has stored it already. */
function askNext(dialogue: Dialogue): void {
  const { thread, turns } = dialogue;
  const said = thread.history.filter(({ role }) => role === "user").length;
  const next = turns[said];
  if (said === answeredTurns(dialogue) && next !== undefined) thread.newMessage = next;
}
