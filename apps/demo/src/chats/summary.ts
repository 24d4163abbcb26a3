import type { EntityRegistry } from "@minference/ecs";
import { mainRef } from "@minference/storage";
import { Usage } from "@minference/threads";
import { answeredTurns, type Dialogue } from "./dialogue.ts";

/** What is stored of the conversations, whichever runs it took. */
export interface Summary {
  readonly threads: number;
  readonly turns: number;
  readonly answered: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Versions of everything: threads, messages, configuration, outputs. */
  readonly versions: number;
  readonly threadVersions: number;
  readonly branches: number;
}

/** Counts what is stored of the conversations. */
export async function summarise(
  registry: EntityRegistry,
  dialogues: readonly Dialogue[],
): Promise<Summary> {
  const threads = dialogues.map(({ thread }) => thread);
  const lineages = new Set(threads.map(({ lineageId }) => lineageId));
  const usage = Usage.sum(threads.flatMap(({ usages }) => usages));
  const { entityCount } = await registry.status();
  let threadVersions = 0;
  let branches = 0;
  for (const lineageId of lineages) {
    threadVersions += (await registry.getLineageIds(lineageId)).length;
    branches += (await registry.refs(lineageId)).filter(({ name }) => name !== mainRef).length;
  }
  return {
    threads: lineages.size,
    turns: sum(dialogues.map(({ turns }) => turns.length)),
    answered: sum(dialogues.map(answeredTurns)),
    promptTokens: usage?.promptTokens ?? 0,
    completionTokens: usage?.completionTokens ?? 0,
    versions: entityCount,
    threadVersions,
    branches,
  };
}

/** The summary, a line for each count. */
export function summaryLines(summary: Summary): readonly string[] {
  const { promptTokens: prompt, completionTokens: completion } = summary;
  return [
    `conversations  ${number(summary.threads)}`,
    `turns          ${number(summary.answered)} of ${number(summary.turns)} answered, with those of the branch`,
    `tokens         ${number(prompt)} in, ${number(completion)} out, ${number(prompt + completion)} in all`,
    `versions       ${number(summary.versions)} stored, ${number(summary.threadVersions)} of them of the threads`,
    `branches       ${number(summary.branches)} beside main`,
  ];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}
