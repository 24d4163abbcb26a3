import { describe, expect, test } from "@jest/globals";
import { runInNewContext } from "node:vm";
import { InvalidRequestError } from "./invalid-request-error.ts";
import { isKind, isMinferenceError } from "./is-kind.ts";

const error = new InvalidRequestError({ problem: "The name is empty", remedy: "Give one" });

test("an error is recognised by its kind", () => {
  expect(isKind(error, "invalid_request")).toBe(true);
  expect(isKind(error, "timeout")).toBe(false);
});

test("an error of a second copy of the package is recognised", () => {
  const foreign: unknown = runInNewContext(
    'Object.assign(new Error("m"), { kind: "timeout", code: "timeout", retryable: true })',
  );
  expect(isKind(foreign, "timeout")).toBe(true);
});

describe("is no error of minference:", () => {
  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["text", "timeout"],
    ["a plain error", new Error("timeout")],
    ["a driver error with a code", Object.assign(new Error("busy"), { code: "SQLITE_BUSY" })],
    ["an object with a kind alone", { kind: "timeout" }],
    ["fields of other types", { kind: 1, code: 2, retryable: "no", message: null }],
    ["a function", () => error],
  ])("%s", (_what, value) => {
    expect(isMinferenceError(value)).toBe(false);
  });
});
