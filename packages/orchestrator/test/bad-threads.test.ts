import { expect, test } from "@jest/globals";
import { fakeError } from "@minference/clients/testing";
import { EntityRegistry } from "@minference/ecs";
import type { ErrorKind } from "@minference/protocol";
import { openMemoryStorage } from "@minference/storage-memory";
import { ChatThread, LLMConfig } from "@minference/threads";
import { aThread, aWorld } from "./a-world.ts";
import { HastyClock } from "./hasty-clock.ts";

const config = (fields: Partial<ConstructorParameters<typeof LLMConfig>[0]>): LLMConfig =>
  new LLMConfig({ client: "openai", model: "gpt-4.1-mini", maxTokens: 50, ...fields });

/** A thread of another registry. */
async function aForeignThread(): Promise<ChatThread> {
  const registry = new EntityRegistry({ storage: await openMemoryStorage() });
  return registry.register(aThread());
}

/** Each kind of bad thread, and what its output says. */
const badThreads: readonly {
  readonly make: () => ChatThread | Promise<ChatThread>;
  readonly kind: ErrorKind;
  readonly message?: RegExp;
}[] = [
  { kind: "server", make: () => aThread({ newMessage: "always 500" }) },
  { kind: "protocol", make: () => aThread({ newMessage: "a page" }) },
  { kind: "quota", make: () => aThread({ newMessage: "no money" }) },
  { kind: "connection", make: () => aThread({ newMessage: "cut" }) },
  {
    kind: "auth",
    message: /ANTHROPIC_API_KEY/,
    make: () => aThread({ llmConfig: config({ client: "anthropic", model: null }) }),
  },
  {
    kind: "invalid_request",
    message: /response format tool .*forcedOutput/,
    make: () => aThread({ llmConfig: config({ responseFormat: "tool" }) }),
  },
  {
    kind: "invalid_request",
    message: /nothing to answer/,
    make: () => aThread({ newMessage: "" }),
  },
  {
    kind: "budget",
    message: /tokens.*200000/,
    make: () => aThread({ llmConfig: config({ maxTokens: 200_001 }) }),
  },
  { kind: "invalid_request", message: /another registry/, make: aForeignThread },
];

test("bad threads among 500 fail alone, each with its error; all others are answered (N5, O6)", async () => {
  await using world = await aWorld({
    options: { clock: new HastyClock() },
    provider: {
      faults: [
        { contains: "always 500", answer: fakeError({ status: 500 }) },
        { contains: "a page", answer: { kind: "body", body: "<html>busy</html>" } },
        { contains: "no money", answer: fakeError({ status: 429, code: "insufficient_quota" }) },
        { contains: "cut", answer: { kind: "cut", after: "half" } },
      ],
    },
  });
  const bad = Array.from({ length: 500 }, (_, index) =>
    index % 10 === 0 ? badThreads[(index / 10) % badThreads.length] : undefined,
  );
  const threads = await Promise.all(
    bad.map(async (row, index) => row?.make() ?? aThread({ newMessage: `question ${index}` })),
  );
  const given = [...threads];
  const results = await world.orchestrator.run(threads);
  expect(threads).toEqual(given); // N6
  expect(results.map(({ thread }) => thread)).toEqual(given);
  for (const [index, { status, output, messages, thread }] of results.entries()) {
    const row = bad[index];
    expect({ index, status }).toEqual({ index, status: row === undefined ? "answered" : "failed" });
    expect(output.error?.kind).toBe(row?.kind);
    expect(messages).toHaveLength(row === undefined ? 1 : 0);
    if (row?.message !== undefined) expect(output.error?.message).toMatch(row.message);
    if (row === undefined) expect(thread.isModified).toBe(false);
  }
  const refs = await Promise.all(
    results.map(({ thread }) => world.registry.refs(thread.lineageId)),
  );
  expect(refs.every((own) => own.length <= 1)).toBe(true);
}, 30_000);

test("threads that share a prompt and a config share their stored versions (N7)", async () => {
  await using world = await aWorld();
  const { systemPrompt, llmConfig } = aThread();
  const threads = Array.from({ length: 20 }, () => aThread({ systemPrompt, llmConfig }));
  await world.orchestrator.run(threads);
  const stored = world.storage.batches.flatMap(({ snapshots }) => snapshots);
  expect(stored.filter(({ type }) => type === "SystemPrompt")).toHaveLength(1);
  expect(stored.filter(({ type }) => type === "LLMConfig")).toHaveLength(1);
});

test("a thread that is refused before anything is stored is as it was (N2, step 0)", async () => {
  await using world = await aWorld();
  const thread = aThread({ llmConfig: config({ responseFormat: "workflow" }) });
  const { ecsId } = thread;
  const { output } = await world.orchestrator.runTurn(thread);
  expect(output).toMatchObject({ rawOutput: null, askedVersionId: ecsId, finishReason: "error" });
  expect(thread.newMessage).not.toBeNull();
  expect(thread.history).toEqual([]);
  expect(world.storage.batches).toEqual([]);
  expect(world.provider.log()).toEqual([]);
});

test("an estimate above the cap of the client is context_length, and nothing is sent", async () => {
  await using world = await aWorld({ contextLength: 1000 });
  const { output } = await world.orchestrator.runTurn(aThread({ newMessage: "a ".repeat(2000) }));
  expect(output.error).toMatchObject({ kind: "context_length" });
  expect(world.provider.log()).toEqual([]);
});
