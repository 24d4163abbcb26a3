import { afterEach, expect, test } from "@jest/globals";
import { createClientsFromEnv } from "@minference/clients";
import { startFakeProvider, type FakeProvider } from "@minference/clients/testing";
import { EntityRegistry } from "@minference/ecs";
import { InferenceOrchestrator } from "@minference/orchestrator";
import type { EntityStorage } from "@minference/storage";
import {
  ChatThread,
  LLMConfig,
  provenance,
  RawOutput,
  requestOf,
  SystemPrompt,
} from "@minference/threads";
import { createHash } from "node:crypto";
import { backends, type Backend } from "./backends.ts";

/** What one test works with; all of it is let go when the test is over. */
interface World {
  readonly provider: FakeProvider;
  readonly storage: EntityStorage;
  readonly registry: EntityRegistry;
  readonly orchestrator: InferenceOrchestrator;
}

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function aWorld(
  backend: Backend,
  settings: Parameters<typeof startFakeProvider>[0] = {},
): Promise<World> {
  const place = await backend.place();
  const storage = await place.open();
  const provider = await startFakeProvider(settings);
  const env = { OPENAI_API_KEY: "test", OPENAI_BASE_URL: provider.url };
  const clients = createClientsFromEnv(env);
  undo.push(
    () => place.remove(),
    () => storage.close(),
    () => provider.close(),
    () => clients.close(),
  );
  const registry = new EntityRegistry({ storage });
  return {
    provider,
    storage,
    registry,
    orchestrator: new InferenceOrchestrator({ registry, clients }),
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const aThread = (): ChatThread =>
  new ChatThread({
    systemPrompt: new SystemPrompt({ name: "economist", content: "Answer in one sentence." }),
    llmConfig: new LLMConfig({ client: "openai", model: "gpt-4.1-mini", maxTokens: 200 }),
    newMessage: "Why do prices fall when supply grows?",
  });

test.each(backends)("the program of the README runs as printed on $name", async (backend) => {
  const { registry, orchestrator } = await aWorld(backend);
  const thread = aThread();
  const { output } = await orchestrator.runTurn(thread);
  expect(output.error).toBeNull();
  expect(output.content).not.toBe("");
  expect(output.usage?.totalTokens).toBeGreaterThan(0);

  const asked = await registry.get(ChatThread, output.askedVersionId);
  if (asked) {
    asked.llmConfig.temperature = 1;
    await orchestrator.runTurn(asked);
  }
  const lineage = await registry.lineage(thread.lineageId);
  expect(lineage.heads).toHaveLength(2);
  expect(lineage.toMermaid()).toContain("graph TD");

  thread.llmConfig = thread.llmConfig.copy({ temperature: 1 });
  await registry.register(thread);
  expect(thread.llmConfig.temperature).toBe(1);
});

test.each(backends)(
  "a question is stored before it is asked, and the answer with all that it came from, on $name (N2, N3, C128)",
  async (backend) => {
    const { registry, orchestrator } = await aWorld(backend);
    const thread = aThread();
    const { output, messages } = await orchestrator.runTurn(thread);
    const versions = await registry.getLineageIds(thread.lineageId);
    expect(versions).toEqual([output.askedVersionId, thread.ecsId]);
    const asked = await registry.getOrThrow(ChatThread, output.askedVersionId);
    expect(asked.history.map(({ role }) => role)).toEqual(["user"]);
    expect(asked.newMessage).toBeNull();
    const loaded = await registry.getOrThrow(ChatThread, thread.ecsId);
    expect(loaded.dump()).toEqual(thread.dump());
    const [answer] = messages;
    if (answer === undefined) throw new Error("no answer");
    const source = await provenance(registry, answer);
    expect(source?.thread.ecsId).toBe(output.askedVersionId);
  },
);

test.each(backends)(
  "each request is stored as what it added, and rebuilt byte for byte, on $name (C126)",
  async (backend) => {
    const { provider, registry, orchestrator } = await aWorld(backend);
    const thread = aThread();
    for (let turn = 0; turn < 6; turn += 1) {
      thread.newMessage = `question ${turn}`;
      await orchestrator.runTurn(thread);
    }
    const stored = (await registry.listByType(RawOutput)).toReversed();
    expect(stored.map(({ wireAdded }) => Array.isArray(wireAdded) && wireAdded.length)).toEqual([
      2, 2, 2, 2, 2, 2,
    ]);
    const log = provider.log();
    for (const [turn, rawOutput] of stored.entries()) {
      const body = await requestOf(registry, rawOutput);
      expect(body).toEqual(log[turn]?.body);
      expect(sha256(JSON.stringify(body))).toBe(rawOutput.requestHash);
    }
  },
);

test.each(backends)(
  "every version keeps the history that it had, through 50 turns and a branch, on $name (D14, V38)",
  async (backend) => {
    const { registry } = await aWorld(backend);
    const thread = aThread();
    const seen = new Map<ChatThread["ecsId"], readonly string[]>();
    for (let turn = 0; turn < 50; turn += 1) {
      thread.addMessage({ role: turn % 2 === 0 ? "user" : "assistant", content: String(turn) });
      await registry.register(thread);
      seen.set(
        thread.ecsId,
        thread.history.map(({ ecsId }) => ecsId),
      );
    }
    const middle = [...seen.keys()][20] ?? thread.ecsId;
    const branch = await registry.getOrThrow(ChatThread, middle);
    const [first] = branch.history;
    if (first !== undefined) branch.replaceAt("history", 0, first.copy({ content: "edited" }));
    branch.addMessage({ role: "assistant", content: "another future" });
    await registry.register(branch);
    seen.set(
      branch.ecsId,
      branch.history.map(({ ecsId }) => ecsId),
    );
    const loaded = await registry.getMany(ChatThread, [...seen.keys()]);
    expect(loaded.map((each) => each?.history.map(({ ecsId }) => ecsId))).toEqual([
      ...seen.values(),
    ]);
  },
);

test.each(backends)(
  "a tool call in a text answer gets the failed result tool_not_found, and the thread goes on, on $name",
  async (backend) => {
    const call = { id: "call_1", name: "delete_all", arguments: "{}" };
    let asked = 0;
    const { orchestrator, registry } = await aWorld(backend, {
      policy: () => {
        asked += 1;
        return asked === 1 ? { kind: "calls", calls: [call] } : "Done.";
      },
    });
    const thread = aThread();
    const { messages } = await orchestrator.runTurn(thread);
    expect(messages.map(({ role, toolStatus }) => [role, toolStatus])).toEqual([
      ["assistant", null],
      ["tool", "failed"],
    ]);
    const loaded = await registry.getOrThrow(ChatThread, thread.ecsId);
    const { output } = await orchestrator.runTurn(loaded);
    expect(output.content).toBe("Done.");
  },
);

test.each(backends)(
  "two runs of one head store one answer, and the loser is told of the conflict, on $name (R:T31, R:S16)",
  async (backend) => {
    const { orchestrator, registry } = await aWorld(backend);
    const thread = aThread();
    await registry.register(thread);
    const rivals = await registry.getMany(ChatThread, [thread.ecsId]);
    const others = await registry.getMany(ChatThread, [thread.ecsId]);
    const both = [...rivals, ...others].filter((each) => each !== null);
    const results = await orchestrator.run(both);
    expect(results.map(({ status }) => status).sort()).toEqual(["answered", "failed"]);
    expect(results.find(({ status }) => status === "failed")?.output.error?.kind).toBe("conflict");
    expect(await registry.getHeads(thread.lineageId)).toHaveLength(1);
  },
);
