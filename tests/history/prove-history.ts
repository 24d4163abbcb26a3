import assert from "node:assert/strict";
import { checkHistory } from "./check-history.ts";
import { runHistory, type HistoryPlan } from "./run-history.ts";

/** What a sound history came to. */
export interface ProvenHistory {
  readonly acknowledged: number;
  readonly refused: number;
  /** Appends of which nobody was told, and how many of them are stored. */
  readonly unknown: number;
  readonly branches: number;
  readonly kills: number;
}

/**
 * Lets processes append, and proves that what is stored is what they were told.
 *
 * @throws {AssertionError} it is not, or appends are missing.
 */
export async function proveHistory(plan: HistoryPlan): Promise<ProvenHistory> {
  const history = await runHistory(plan);
  const count = (kind: string): number => history.log.filter((entry) => entry.kind === kind).length;
  const [acknowledged, refused] = [count("ok"), count("fail")];
  assert.deepEqual(checkHistory(history), []);
  assert.equal(acknowledged, plan.processes * plan.appends);
  const branches = history.refs.filter(({ name }) => name !== "main").length;
  if (plan.demand === "head") assert.equal(branches, 0);
  return {
    acknowledged,
    refused,
    unknown: count("invoke") - acknowledged - refused,
    branches,
    kills: history.kills,
  };
}
