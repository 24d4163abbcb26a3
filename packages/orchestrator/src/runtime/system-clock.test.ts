import { expect, test } from "@jest/globals";
import { maxTimerMs, SystemClock, timerMs } from "./system-clock.ts";

test.each([
  [Number.NaN, 1],
  [-5, 1],
  [0, 1],
  [1.2, 2],
  [5000, 5000],
  [2 ** 31, maxTimerMs],
  [Number.POSITIVE_INFINITY, maxTimerMs],
])("a timer of %p ms is set to %p ms (O23)", (asked, set) => {
  expect(timerMs(asked)).toBe(set);
});

test("a sleep ends when its signal aborts, before it began or while it lasts", async () => {
  const clock = new SystemClock();
  await clock.sleep(1e12, AbortSignal.abort());
  const stop = new AbortController();
  const sleeping = clock.sleep(1e12, stop.signal);
  stop.abort();
  await sleeping;
});

test("2,000 sleeps on one signal give no warning of a leak (R:C29)", async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error): number => warnings.push(warning);
  process.on("warning", listen);
  const clock = new SystemClock();
  const stop = new AbortController();
  const sleeps = Array.from({ length: 2000 }, () => clock.sleep(1e12, stop.signal));
  await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  await Promise.all(sleeps);
  process.off("warning", listen);
  expect(warnings).toEqual([]);
});

test("a sleep without a signal ends by itself", async () => {
  await new SystemClock().sleep(0);
});
