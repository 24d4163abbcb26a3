import { describe, expect, test } from "@jest/globals";
import type { RunEvent } from "@minference/orchestrator";
import type { ChatThread } from "@minference/threads";
import { aThread, aWorld } from "./a-world.ts";
import { rowsOf } from "./counting-storage.ts";

describe("what is stored", () => {
  test("is the threads alone with persist threads: 11 rows a turn, no output named (N8, N10)", async () => {
    await using world = await aWorld();
    const thread = aThread();
    await world.orchestrator.runTurn(thread, { persist: "threads" });
    thread.newMessage = "And then?";
    const before = world.storage.batches.length;
    const { output } = await world.orchestrator.runTurn(thread, { persist: "threads" });
    const batches = world.storage.batches.slice(before);
    expect(batches.map(rowsOf).reduce((a, b) => a + b)).toBe(11);
    expect(thread.lastMessage?.outputId).toBeNull();
    expect(output.rawOutput).not.toBeNull();
  });

  test("is nothing with persist none; the thread goes on in memory (N8)", async () => {
    await using world = await aWorld();
    const thread = aThread();
    await world.orchestrator.runTurn(thread, { persist: "none" });
    thread.newMessage = "And then?";
    const { status } = await world.orchestrator.runTurn(thread, { persist: "none" });
    expect([status, thread.history.length]).toEqual(["answered", 4]);
    expect(world.storage.batches).toEqual([]);
  });

  test("names who, why and which run (V28a)", async () => {
    await using world = await aWorld();
    const why = { actor: "ada", reason: "a trial", runId: "run-1" };
    await world.orchestrator.runTurn(aThread(), why);
    expect(world.storage.batches).toMatchObject([why, why]);
  });

  test("of one run has one run id of its own when none is given", async () => {
    await using world = await aWorld();
    await world.orchestrator.run([aThread(), aThread()]);
    await world.orchestrator.runTurn(aThread());
    const ids = world.storage.batches.map(({ runId }) => runId);
    expect(new Set(ids.slice(0, 4)).size).toBe(1);
    expect(new Set(ids).size).toBe(2);
  });
});

test("the events of a turn are told in order, with its run, position, lineage and version (8.7)", async () => {
  await using world = await aWorld();
  const events: RunEvent[] = [];
  const thread = aThread();
  await world.orchestrator.runTurn(thread, {
    runId: "r",
    onEvent: (event) => events.push(event),
  });
  expect(events.map(({ type }) => type)).toEqual([
    "turn.queued",
    "version.committed",
    "attempt.started",
    "turn.answered",
    "version.committed",
    "turn.finished",
  ]);
  const { lineageId, ecsId } = thread;
  expect(events.at(-1)).toMatchObject({
    runId: "r",
    index: 0,
    lineageId,
    ecsId,
    status: "answered",
  });
});

test("a listener that always throws changes no result (O20)", async () => {
  await using world = await aWorld();
  const { status } = await world.orchestrator.runTurn(aThread(), {
    onEvent: () => {
      throw new Error("broken hook");
    },
  });
  expect(status).toBe("answered");
});

describe("the queue", () => {
  test("runs no more turns at a time than concurrency", async () => {
    await using world = await aWorld({ options: { concurrency: 3 } });
    const turns = { now: 0, most: 0 };
    const onEvent = ({ type }: RunEvent): void => {
      if (type === "attempt.started") turns.now += 1;
      if (type === "turn.finished") turns.now -= 1;
      turns.most = Math.max(turns.most, turns.now);
    };
    await world.orchestrator.run(
      Array.from({ length: 12 }, () => aThread()),
      { onEvent },
    );
    expect(turns).toEqual({ now: 0, most: 3 });
  });

  test("serves a run of higher priority before one that came first", async () => {
    await using world = await aWorld({ options: { concurrency: 1 } });
    const order: string[] = [];
    const run = (name: string, count: number, priority: number): Promise<unknown> =>
      world.orchestrator.run(
        Array.from({ length: count }, () => aThread()),
        {
          priority,
          onEvent: ({ type }) => type === "turn.finished" && order.push(name),
        },
      );
    await Promise.all([run("low", 3, 0), run("high", 2, 1)]);
    expect(order).toEqual(["low", "high", "high", "low", "low"]);
  });
});

describe("a stream of results", () => {
  test("gives them as they finish, with the positions of their threads (N1)", async () => {
    await using world = await aWorld({
      provider: {
        policy: ({ messages }) => {
          const isSlow = JSON.stringify(messages).includes("slow");
          return { kind: "text", content: "Yes.", latencyMs: isSlow ? 50 : 0 };
        },
      },
    });
    const threads = ["slow", "quick"].map((newMessage) => aThread({ newMessage }));
    const seen: [number, ChatThread, string][] = [];
    for await (const { index, thread, status } of world.orchestrator.runStream(threads)) {
      seen.push([index, thread, status]);
    }
    expect(seen).toEqual([
      [1, threads[1], "answered"],
      [0, threads[0], "answered"],
    ]);
  });

  test("that is left early aborts the others and waits until that is stored (R:C27)", async () => {
    await using world = await aWorld({
      provider: {
        faults: [{ contains: "silent", answer: { kind: "silence", after: "request" } }],
      },
    });
    const silent = aThread({ newMessage: "silent" });
    for await (const { status } of world.orchestrator.runStream([silent, aThread()])) {
      expect(status).toBe("answered");
      break;
    }
    const last = world.storage.batches
      .at(-1)
      ?.snapshots.find(({ type }) => type === "ProcessedOutput");
    expect(last?.state["error"]).toMatchObject({ json: { kind: "aborted" } });
    expect(silent.history.map(({ role }) => role)).toEqual(["user"]);
  });
});

test("an empty list gives no results", async () => {
  await using world = await aWorld();
  expect(await world.orchestrator.run([])).toEqual([]);
});

test("what is no thread is refused before anything is sent for the others", async () => {
  await using world = await aWorld();
  const threads: ChatThread[] = [aThread()];
  Reflect.set(threads, 1, null);
  await expect(world.orchestrator.run(threads)).rejects.toMatchObject({
    kind: "invalid_request",
    path: "threads.1",
  });
  expect(world.provider.log()).toEqual([]);
});
