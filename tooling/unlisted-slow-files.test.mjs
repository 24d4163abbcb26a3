import { expect, test } from "@jest/globals";
import { testFileLimitMs, unlistedSlowFiles } from "./unlisted-slow-files.mjs";

const slow = { file: "tests/kill.test.ts", durationMs: testFileLimitMs + 1 };

test("a test file at the limit is not slow", () => {
  expect(unlistedSlowFiles([{ ...slow, durationMs: testFileLimitMs }], {})).toEqual([]);
});

test("a slow test file is named with its seconds and what to do", () => {
  const [line] = unlistedSlowFiles([slow], {});
  expect(line).toMatch(
    /^tests\/kill\.test\.ts took 20\.0 s, the limit is 20 s\. .*slow-tests\.json/,
  );
});

test("a slow test file with a reason passes, with a blank one it does not", () => {
  expect(unlistedSlowFiles([slow], { [slow.file]: "eight real kills" })).toEqual([]);
  expect(unlistedSlowFiles([slow], { [slow.file]: "  " })).toHaveLength(1);
});
