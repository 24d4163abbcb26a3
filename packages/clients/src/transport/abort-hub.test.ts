import { expect, test } from "@jest/globals";
import { getEventListeners } from "node:events";
import { AbortHub } from "./abort-hub.ts";

function listeners(signal: AbortSignal): number {
  return getEventListeners(signal, "abort").length;
}

test("2,000 calls watch one signal through one listener (R:C29)", () => {
  const hub = new AbortHub();
  const { signal } = new AbortController();
  const ends = Array.from({ length: 2000 }, () => hub.watch(signal, () => undefined));
  expect(listeners(signal)).toBe(1);
  for (const end of ends) end();
  expect(listeners(signal)).toBe(0);
});

test("an abort is told once to each that still watches", () => {
  const hub = new AbortHub();
  const controller = new AbortController();
  const told: string[] = [];
  const onAbort = (name: string) => (): void => void told.push(name);
  hub.watch(controller.signal, onAbort("first"));
  const end = hub.watch(controller.signal, onAbort("second"));
  hub.watch(controller.signal, onAbort("third"));
  end();
  end();
  controller.abort();
  controller.abort();
  expect(told).toEqual(["first", "third"]);
});

test("one function given for two calls is told for each", () => {
  const hub = new AbortHub();
  const controller = new AbortController();
  let count = 0;
  const onAbort = (): void => void (count += 1);
  hub.watch(controller.signal, onAbort);
  hub.watch(controller.signal, onAbort);
  controller.abort();
  expect(count).toBe(2);
});

test("a signal that is aborted already is told at once, and keeps nothing", () => {
  const hub = new AbortHub();
  const controller = new AbortController();
  controller.abort();
  let count = 0;
  hub.watch(controller.signal, () => {
    count += 1;
  })();
  expect([count, listeners(controller.signal)]).toEqual([1, 0]);
});
