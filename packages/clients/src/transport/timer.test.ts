import { expect, test } from "@jest/globals";
import { maxTimerMs, timerMs } from "./timer.ts";

test.each([
  [1000, 1000],
  [0.2, 1],
  [0, 1],
  [-5, 1],
  [Number.NaN, 1],
  [2 ** 31, maxTimerMs],
  [Number.POSITIVE_INFINITY, maxTimerMs],
])("a delay of %d ms is %i ms to a timer (O23)", (asked, kept) => {
  expect(timerMs(asked)).toBe(kept);
});
