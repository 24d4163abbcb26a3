import { writeFile } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { exitCode, type ExitCode } from "../cli/exit-code.ts";
import { writeVersionList } from "../compare/version-list.ts";
import { topics } from "../conversations/topics.ts";
import { refuseWrongKey } from "../provider/refuse-wrong-key.ts";
import type { Session } from "../session.ts";
import { answerTurns, type TurnCounts } from "./answer-turns.ts";
import { branchDialogue } from "./branch-dialogue.ts";
import { databaseHint } from "./database-hint.ts";
import { describeDiff } from "./describe-diff.ts";
import { isAnswered, type Dialogue } from "./dialogue.ts";
import { openDialogues } from "./open-dialogues.ts";
import { summarise, summaryLines } from "./summary.ts";

/** The conversation that is branched. */
const branched = "chats: Why prices fall";

/**
 * The default scene: all conversations answered in parallel, then one of them branched and run on. What an earlier
 * run with the same storage has done is not done again.
 *
 * @throws {AuthError} the provider refuses the key: nothing was answered.
 */
export async function runChats(session: Session): Promise<ExitCode> {
  const { registry, streams } = session;
  const start = performance.now();
  const dialogues = await openDialogues(registry, topics, session.model);
  streams.note(
    `${dialogues.length} conversations, ${dialogues.filter(isAnswered).length} of them answered before`,
  );
  const main = await answerTurns(session, dialogues, "conversations");
  refuseWrongKey(main);
  const first = dialogues.find(({ thread }) => thread.name === branched);
  if (first === undefined || !isAnswered(first)) return stopped(session, main);
  const other = await branchDialogue(registry, first);
  const branch = await answerTurns(session, [other], "branch");
  const seconds = (performance.now() - start) / 1000;
  const requests = main.answered + branch.answered;
  for (const line of summaryLines(await summarise(registry, [...dialogues, other])))
    streams.print(line);
  streams.print(`time           ${seconds.toFixed(1)} s, ${requests} turns answered in this run`);
  await showBranch(session, first, other);
  await listVersions(session);
  const isWhole = [...dialogues, other].every(isAnswered);
  return isWhole
    ? exitCode.done
    : stopped(session, { answered: requests, failed: [...main.failed, ...branch.failed] });
}

function stopped({ streams, signal }: Session, { answered, failed }: TurnCounts): ExitCode {
  const why = signal.aborted ? "It was stopped" : `${failed.length} turns failed`;
  streams.note(`${why}, ${answered} were answered. The same command goes on from there.`);
  return exitCode.failed;
}

async function showBranch(
  { registry, settings: { storage }, streams }: Session,
  { thread: main }: Dialogue,
  { thread: branch }: Dialogue,
): Promise<void> {
  const mermaid = (await registry.lineage(main.lineageId)).toMermaid();
  const diff = describeDiff(await registry.diff(main.ecsId, branch.ecsId));
  streams.print(`\nThe versions of "${main.name ?? ""}"`);
  streams.print(mermaid);
  if (storage.kind === "sqlite") {
    const file = `${storage.file}.lineage.md`;
    await writeFile(file, `${mermaid}\n`);
    streams.print(`also in ${file}`);
  }
  streams.print(
    `\nFields that differ between its two heads, ${String(main)} and ${String(branch)}`,
  );
  for (const line of diff) streams.print(`  ${line}`);
  streams.print("");
}

async function listVersions({ registry, settings: { storage }, streams }: Session): Promise<void> {
  if (storage.kind === "memory") {
    streams.print("memory         nothing to reopen: it ends with this process");
    return;
  }
  const count = await writeVersionList(registry, `${storage.file}.versions.jsonl`);
  for (const line of databaseHint(storage.file)) streams.print(line);
  streams.note(`content hash and dump of ${count} versions listed`);
}
