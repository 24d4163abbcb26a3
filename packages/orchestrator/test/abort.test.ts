import { expect, test } from "@jest/globals";
import { fakeError } from "@minference/clients/testing";
import { ProcessedOutput, RequestLimits } from "@minference/threads";
import type { RunEvent } from "@minference/orchestrator";
import { aThread, aWorld } from "./a-world.ts";
import { ManualClock } from "./manual-clock.ts";

/** A controller that aborts when an event of this type is told, so many times. */
function abortOn(type: RunEvent["type"], times = 1) {
  const stop = new AbortController();
  let left = times;
  const onEvent = (event: RunEvent): void => {
    if (event.type === type && --left === 0) setImmediate(() => stop.abort());
  };
  return { signal: stop.signal, onEvent };
}

test("what is in flight is cancelled: outputs are stored as aborted, no message is (8.7, O9)", async () => {
  await using world = await aWorld({
    provider: { policy: () => ({ kind: "silence", after: "headers" }) },
  });
  const threads = Array.from({ length: 20 }, () => aThread());
  const results = await world.orchestrator.run(threads, abortOn("attempt.started", 20));
  for (const { status, output, messages, thread } of results) {
    expect({ status, messages }).toEqual({ status: "aborted", messages: [] });
    expect(thread.history.map(({ role }) => role)).toEqual(["user"]);
    expect(thread.ecsId).toBe(output.askedVersionId);
    const stored = await world.registry.getOrThrow(ProcessedOutput, output.ecsId);
    expect(stored.error).toMatchObject({ kind: "aborted" });
    expect(stored.rawOutput).toMatchObject({ chatThreadId: thread.ecsId, attempts: 1 });
  }
});

test("a thread whose turn has not begun is left as it is", async () => {
  await using world = await aWorld();
  const thread = aThread();
  const { status, output } = await world.orchestrator.runTurn(thread, {
    signal: AbortSignal.abort(),
  });
  expect([status, output.error?.kind, output.rawOutput]).toEqual(["aborted", "aborted", null]);
  expect(thread.history).toEqual([]);
  expect(world.storage.batches).toEqual([]);
  expect(world.provider.log()).toEqual([]);
});

test("a wait for limits is given up: the question stays stored, and its output says why", async () => {
  const limits = [
    new RequestLimits({ provider: "openai", maxRequestsPerMinute: 1, maxTokensPerMinute: 1e6 }),
  ];
  const clock = new ManualClock();
  await using world = await aWorld({ options: { limits, clock } });
  const results = await world.orchestrator.run(
    [aThread(), aThread()],
    abortOn("turn.finished"), // the first is answered, the second waits
  );
  expect(results.map(({ status }) => status)).toEqual(["answered", "aborted"]);
  const stored = await world.registry.getOrThrow(ProcessedOutput, results[1].output.ecsId);
  expect(stored).toMatchObject({ rawOutput: null, chatThreadId: results[1].thread.ecsId });
  expect(world.provider.log()).toHaveLength(1);
  expect(clock.sleeping).toBe(0);
});

test("a wait before another attempt is given up: the last attempt is kept, the error is aborted", async () => {
  const clock = new ManualClock();
  await using world = await aWorld({
    options: { clock },
    provider: { policy: () => fakeError({ status: 503 }) },
  });
  const { status, output } = await world.orchestrator.runTurn(
    aThread(),
    abortOn("attempt.retried"),
  );
  expect([status, output.error?.kind]).toEqual(["aborted", "aborted"]);
  expect(output.rawOutput).toMatchObject({ httpStatus: 503, attempts: 1 });
  expect(clock.sleeping).toBe(0);
});

test("a thread that was aborted can be run again (O10)", async () => {
  await using world = await aWorld({
    provider: { policy: { script: [{ kind: "silence", after: "request" }, "Now."] } },
  });
  const thread = aThread();
  await world.orchestrator.runTurn(thread, abortOn("attempt.started"));
  const { status, output } = await world.orchestrator.runTurn(thread);
  expect([status, output.content]).toEqual(["answered", "Now."]);
});

test("500 turns on one signal give no warning of a leak (R:C29)", async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error): number => warnings.push(warning);
  process.on("warning", listen);
  await using world = await aWorld();
  const { signal } = new AbortController();
  await world.orchestrator.run(
    Array.from({ length: 500 }, () => aThread()),
    { signal, persist: "none" },
  );
  process.off("warning", listen);
  expect(warnings).toEqual([]);
});
