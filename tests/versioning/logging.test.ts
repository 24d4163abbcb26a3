import { expect, test } from "@jest/globals";
import type { LogFields, Logger } from "@minference/protocol";
import { ChatThread, LLMConfig } from "@minference/threads";
import { backends } from "../backends.ts";
import { aStage } from "./stage.ts";

/** A sink that keeps what it is told. */
function aSink(): {
  readonly records: (LogFields & { message: string })[];
  readonly logger: Logger;
} {
  const records: (LogFields & { message: string })[] = [];
  const keep = (fields: LogFields, message: string): void => {
    records.push({ ...fields, message });
  };
  return { records, logger: { debug: keep, info: keep, warn: keep, error: keep } };
}

const canary = "canary text that no log may show";

test.each(backends)(
  "a logger that is passed in is told ids, counts and names, a bounded number of records, and never content, on $name (D27, R:E4)",
  async (backend) => {
    const { records, logger } = aSink();
    await using stage = await aStage(backend, { logger, traceSeverity: "verbose" });
    const { registry } = stage;
    const thread = new ChatThread({
      name: canary,
      llmConfig: new LLMConfig({ client: "openai", extraBody: { [canary]: canary } }),
    });
    for (let turn = 0; turn < 100; turn += 1) thread.addMessage({ role: "user", content: canary });
    await registry.register(thread, { runId: "run 7" });
    expect(records).toMatchObject([{ batchId: thread.batchId, runId: "run 7", versions: 102 }]);
    const say = registry.traced((target: ChatThread) => {
      target.name = `${canary} again`;
    });
    await say(thread);
    const rival = await stage.another({ logger }).getOrThrow(ChatThread, thread.ecsId);
    expect(rival.name).toContain(canary);
    await expect(registry.register(rival)).rejects.toMatchObject({ code: "foreign_entity" });
    expect(records.length).toBeLessThan(20);
    expect(JSON.stringify(records)).not.toContain(canary);
    expect(JSON.stringify(records)).toContain(thread.ecsId);
  },
);

test("two registries write to their own loggers: nothing is set up for all (D27, D24)", async () => {
  const [left, right] = [aSink(), aSink()];
  const [memory] = backends;
  if (memory === undefined) throw new Error("memory is a backend");
  await using stage = await aStage(memory, { logger: left.logger });
  const other = stage.another({ logger: right.logger });
  await stage.registry.register(new LLMConfig({ client: "openai" }));
  await other.register(new LLMConfig({ client: "vllm" }));
  expect([left.records.length, right.records.length]).toEqual([1, 1]);
});
