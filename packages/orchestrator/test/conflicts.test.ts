import { describe, expect, test } from "@jest/globals";
import { CommitUnknownError, StorageFullError } from "@minference/protocol";
import type { RunEvent } from "@minference/orchestrator";
import { ChatThread } from "@minference/threads";
import { aThread, aWorld, type World } from "./a-world.ts";
import type { CommitHook } from "./counting-storage.ts";
import { HastyClock } from "./hasty-clock.ts";

/** So many objects of one stored version that has a question to answer. */
async function sameQuestion(world: World, count: number): Promise<readonly ChatThread[]> {
  const thread = aThread();
  thread.addUserMessage();
  await world.registry.register(thread);
  return Promise.all(
    Array.from({ length: count }, () => world.registry.getOrThrow(ChatThread, thread.ecsId)),
  );
}

describe("two objects of one version", () => {
  test("that bring a question each: one is stored, the other conflicts before it is sent and is as before (T31)", async () => {
    await using world = await aWorld();
    const stored = await world.registry.register(aThread({ newMessage: null }));
    const [first, second] = await Promise.all(
      ["one", "two"].map(async (newMessage) => {
        const copy = await world.registry.getOrThrow(ChatThread, stored.ecsId);
        copy.newMessage = newMessage;
        return copy;
      }),
    );
    if (first === undefined || second === undefined) throw new Error("two were loaded");
    const results = await world.orchestrator.run([first, second]);
    expect(results.map(({ status }) => status)).toEqual(["answered", "failed"]);
    expect(results[1].output.error).toMatchObject({ kind: "conflict", code: "version_conflict" });
    expect(world.provider.log()).toHaveLength(1);
    expect([second.newMessage, second.history.length]).toEqual(["two", 0]);
    expect(second.ecsId).toBe(stored.ecsId);
  });

  test("that answer one question: one answer is stored, the loser drops its own (O13)", async () => {
    await using world = await aWorld({ provider: { policy: () => "Because." } });
    const threads = await sameQuestion(world, 2);
    const results = await world.orchestrator.run(threads);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["answered", "failed"]);
    const loser = results.find(({ status }) => status === "failed");
    expect(loser).toMatchObject({ messages: [], output: { content: "Because." } });
    expect(loser?.output.error?.kind).toBe("conflict");
    expect(loser?.thread.history).toHaveLength(1);
    expect(loser?.thread.isModified).toBe(false);
    const lineage = await world.registry.lineage(threads[0]?.lineageId ?? aThread().lineageId);
    expect([lineage.nodes.size, lineage.heads.length]).toEqual([2, 1]);
    expect(world.storage.batches.at(-1)?.runId).toBe(world.storage.batches.at(-2)?.runId);
  });

  test("branch where that is asked for, and the event says so (V25)", async () => {
    await using world = await aWorld();
    const threads = await sameQuestion(world, 2);
    const events: RunEvent[] = [];
    const results = await world.orchestrator.run(threads, {
      expectHead: false,
      onEvent: (event) => events.push(event),
    });
    expect(results.map(({ status }) => status)).toEqual(["answered", "answered"]);
    expect(events.filter(({ type }) => type === "version.branched")).toMatchObject([
      { ref: expect.stringMatching(/^branch-/), siblings: [expect.any(String)] },
    ]);
  });
});

describe("one thread object", () => {
  test("that is given twice is run once; the second is invalid_request (N5)", async () => {
    await using world = await aWorld();
    const thread = aThread();
    const [first, second] = await world.orchestrator.run([thread, thread]);
    expect([first.status, second.status]).toEqual(["answered", "failed"]);
    expect(second.output.error).toMatchObject({ kind: "invalid_request" });
    expect(world.provider.log()).toHaveLength(1);
  });

  test("that is in another run is invalid_request, and free again when that has ended (N5)", async () => {
    await using world = await aWorld();
    const thread = aThread();
    const running = world.orchestrator.runTurn(thread);
    expect((await world.orchestrator.runTurn(thread)).output.error?.kind).toBe("invalid_request");
    expect((await running).status).toBe("answered");
    expect((await world.orchestrator.runTurn(thread)).status).toBe("unchanged");
  });
});

/** Fails the nth commit with an error; `stores` says whether it is stored all the same. */
function failing(nth: number, error: () => Error, stores: boolean): CommitHook {
  let count = 0;
  return async (_batch, commit) => {
    count += 1;
    if (count !== nth) return commit();
    if (stores) await commit();
    throw error();
  };
}

const unknown = (): Error =>
  new CommitUnknownError({ problem: "The connection was cut", remedy: "Register again" });

describe("a commit of which nobody knows whether it was stored", () => {
  test.each([1, 2])("is settled by sending it again: commit %p (S5)", async (nth) => {
    for (const stores of [true, false]) {
      const onCommit = failing(nth, unknown, stores);
      await using world = await aWorld({ onCommit, options: { clock: new HastyClock() } });
      const thread = aThread();
      const { status } = await world.orchestrator.runTurn(thread);
      expect(status).toBe("answered");
      const lineage = await world.registry.lineage(thread.lineageId);
      expect([lineage.nodes.size, lineage.heads.length]).toEqual([2, 1]);
      expect(world.provider.log()).toHaveLength(1);
    }
  });

  test("and never becomes known fails the turn after five sends, and can be settled later", async () => {
    let isDown = true;
    const onCommit: CommitHook = async (_batch, commit) => {
      if (isDown) throw unknown();
      return commit();
    };
    await using world = await aWorld({ onCommit, options: { clock: new HastyClock() } });
    const thread = aThread();
    const { output } = await world.orchestrator.runTurn(thread);
    expect(output.error).toMatchObject({ kind: "commit_unknown", retryable: true });
    expect(world.storage.batches).toHaveLength(5);
    expect(world.provider.log()).toEqual([]);
    isDown = false;
    expect((await world.orchestrator.runTurn(thread)).status).toBe("answered");
  });
});

test("an answer of which nobody knows whether it was stored stays in the thread until that is known", async () => {
  let isDown = false;
  const onCommit: CommitHook = async (_batch, commit) => {
    if (isDown) throw unknown();
    return commit();
  };
  await using world = await aWorld({ onCommit, options: { clock: new HastyClock() } });
  const thread = aThread();
  const { output } = await world.orchestrator.runTurn(thread, {
    onEvent: ({ type }) => {
      if (type === "turn.answered") isDown = true;
    },
  });
  expect(output.error?.kind).toBe("commit_unknown");
  isDown = false;
  await world.registry.settle();
  const stored = await world.registry.head(ChatThread, thread.lineageId);
  expect(stored?.history.map(({ role }) => role)).toEqual(["user", "assistant"]);
  expect(stored?.ecsId).toBe(thread.ecsId);
  expect(thread.history).toHaveLength(2);
});

test("an answer that cannot be stored is dropped from the thread, kept in the result, and asked again", async () => {
  const full = (): Error =>
    new StorageFullError({ problem: "The disk is full", remedy: "Free some" });
  await using world = await aWorld({
    onCommit: failing(2, full, false),
    provider: { policy: () => "Because." },
  });
  const thread = aThread();
  const { status, output } = await world.orchestrator.runTurn(thread);
  expect([status, output.content, output.error?.kind]).toEqual([
    "failed",
    "Because.",
    "storage_full",
  ]);
  expect(thread.history).toHaveLength(1);
  expect(thread.isModified).toBe(false);
  expect((await world.orchestrator.runTurn(thread)).status).toBe("answered");
});
