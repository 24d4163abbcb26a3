import {
  outputsOf,
  type ChatMessage,
  type ChatThread,
  type ProcessedOutput,
  type WireBase,
} from "@minference/threads";
import { outputErrorOf } from "../errors/output-error-of.ts";
import type { Exchange } from "./exchange.ts";
import { commitTurn } from "./commit-turn.ts";
import { unsentOutput } from "./empty-output.ts";
import { threadUndo } from "./thread-undo.ts";
import { statusOf, type TurnEnd } from "./turn-end.ts";
import type { TurnParts } from "./turn-parts.ts";

/** What came of sending a request. */
export interface Sent {
  readonly exchange: Exchange;
  /** What the request began with. */
  readonly base: WireBase | null;
}

/**
 * Applies an answer to its thread and stores both in one commit, with its outputs. A turn without an answer stores
 * its outputs and no message (N9). A commit that is refused, as when another writer was first, drops the answer
 * from the thread: the result's output has it, beside the error.
 */
export async function storeAnswer(
  thread: ChatThread,
  turn: TurnParts,
  sent: Sent,
): Promise<TurnEnd> {
  const { exchange } = sent;
  const undo = threadUndo(thread);
  const { output, nextBase } = outputOfExchange(thread, turn, sent);
  tellOfAnswer(output, turn, exchange);
  try {
    const messages = applyAnswer(thread, output, turn);
    await commitTurn(thread, turn, { undo, output });
    if (nextBase !== null) turn.bases.keep(thread, nextBase);
    const cause = exchange.stoppedBy?.cause ?? null;
    return { thread, status: statusOf(output), output, messages, cause };
  } catch (cause) {
    output.error ??= outputErrorOf(cause);
    return { thread, status: statusOf(output), output, messages: [], cause };
  }
}

/** The output of an exchange, and what the next request of the thread may begin with. */
function outputOfExchange(
  thread: ChatThread,
  { context, settings, tools }: TurnParts,
  { exchange, base }: Sent,
): { readonly output: ProcessedOutput; readonly nextBase: WireBase | null } {
  const { stoppedBy } = exchange;
  if (exchange.kind === "unsent") {
    return { output: unsentOutput(thread, exchange.stoppedBy.error, context), nextBase: null };
  }
  const { result, attempts } = exchange;
  const { ecsId: chatThreadId, wantedObject: tool } = thread;
  const wanted = tool === null ? null : { tool, validator: tools };
  const outputs = outputsOf(result, { chatThreadId, base, attempts, wanted, context });
  if (stoppedBy !== null) outputs.output.error = stoppedBy.error;
  return { output: outputs.output, nextBase: settings.persist === "all" ? outputs.base : null };
}

function applyAnswer(
  thread: ChatThread,
  output: ProcessedOutput,
  { settings, tools }: TurnParts,
): readonly ChatMessage[] {
  const outputs = settings.persist === "all" ? "stored" : "dropped";
  return thread.applyOutput(output, new Map(), { outputs, validator: tools });
}

function tellOfAnswer(output: ProcessedOutput, { reporter }: TurnParts, exchange: Exchange): void {
  if (output.error !== null || exchange.kind === "unsent") return;
  const { client, usage, timeTakenMs } = output;
  const { attempts } = exchange;
  reporter.tell({ type: "turn.answered", client, attempts, usage, timeTakenMs });
}
