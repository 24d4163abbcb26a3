import { LLMConfig } from "@minference/threads";
import { exitCode, type ExitCode } from "../cli/exit-code.ts";
import { turnProgress } from "../progress/turn-progress.ts";
import { refuseWrongKey } from "../provider/refuse-wrong-key.ts";
import type { Session } from "../session.ts";
import type { FileLine } from "./file-lines.ts";
import { readConversation, type BadLine, type LineConversation } from "./read-conversation.ts";
import { answeredRow, answerOf, unansweredRow, type ResultRow } from "./result-row.ts";
import type { ResultSink } from "./result-sink.ts";
import { storeConversations } from "./store-conversations.ts";

/** What a run of lines reads and writes. */
export interface LineFiles {
  readonly lines: readonly FileLine[];
  readonly results: ResultSink;
}

/**
 * Real input: a stored thread for each line, and the next answer of all of them, in parallel. Lines that are no
 * conversations are noted and left out.
 *
 * @throws {AuthError} the provider refuses the key: nothing was answered.
 */
export async function runJsonl(session: Session, { lines, results }: LineFiles): Promise<ExitCode> {
  const { registry, streams } = session;
  const { conversations, bad } = readConversations(session, lines);
  const stored = await storeConversations(registry, conversations);
  const rows = await answerAll(session, stored);
  const failed = rows.filter(({ status }) => status === "failed" || status === "aborted");
  const done = rows.length - failed.length;
  refuseWrongKey({ answered: done, failed: failed.flatMap(({ error }) => error ?? []) });
  await results.write(rows.map((row) => JSON.stringify(row)));
  streams.note(
    `${done} done, ${failed.length} failed, ${bad.length} bad lines; results in ${results.name}`,
  );
  if (failed.length > 0) return exitCode.failed;
  return bad.length > 0 ? exitCode.badLines : exitCode.done;
}

interface ReadLines {
  readonly conversations: readonly LineConversation[];
  readonly bad: readonly BadLine[];
}

function readConversations({ model, streams }: Session, lines: readonly FileLine[]): ReadLines {
  const llmConfig = new LLMConfig({ client: "openai", model });
  const read = lines.map((line) => readConversation(line, llmConfig));
  const bad = read.filter((line) => "reason" in line);
  const conversations = read.filter((line) => "thread" in line);
  for (const { number, reason } of bad) streams.note(`line ${number}: ${reason}`);
  for (const { number, unused } of conversations) {
    if (unused.length > 0) streams.note(`line ${number}: not used: ${unused.join(", ")}`);
  }
  return { conversations, bad };
}

/** Asks for the answers that are not stored yet, and gives the rows of all lines. */
async function answerAll(
  { orchestrator, registry, signal, streams }: Session,
  conversations: readonly LineConversation[],
): Promise<readonly ResultRow[]> {
  const due = conversations.filter((conversation) => answerOf(conversation) === undefined);
  const threads = due.map(({ thread }) => thread);
  const onEvent = turnProgress("conversations", due.length, streams.note);
  const results = await orchestrator.run(threads, { signal, onEvent });
  const resultOf = new Map(results.map((result) => [result.thread, result]));
  const rows: ResultRow[] = [];
  for (const conversation of conversations) {
    const answer = answerOf(conversation);
    const result = resultOf.get(conversation.thread);
    if (answer !== undefined) rows.push(await answeredRow(registry, conversation, answer));
    else if (result !== undefined) rows.push(unansweredRow(conversation, result));
  }
  return rows;
}
