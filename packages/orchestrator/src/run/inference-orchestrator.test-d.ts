import type { ChatThread } from "@minference/threads";
import type { InferenceOrchestrator } from "./inference-orchestrator.ts";
import type { RunResult } from "./run-result.ts";

declare const orchestrator: InferenceOrchestrator;
declare const thread: ChatThread;
declare const threads: ChatThread[];

const [first, second] = await orchestrator.run([thread, thread]);
const both: readonly [RunResult, RunResult] = [first, second];

// @ts-expect-error a run of one thread has no second result
const [, missing] = await orchestrator.run([thread]);

const results: readonly RunResult[] = await orchestrator.run(threads);
// @ts-expect-error of a list of unknown length any result may be missing
const certain: RunResult = results[0];

// @ts-expect-error persist is one of three words
await orchestrator.run(threads, { persist: true });

const [loop] = await orchestrator.runUntil([thread], {
  stopWhen: (_thread, output) => output.error !== null,
});
// @ts-expect-error a loop stops for one of the reasons there are
const isDone: boolean = loop.stopReason === "done";
