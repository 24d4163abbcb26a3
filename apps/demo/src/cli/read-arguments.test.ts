import { describe, expect, test } from "@jest/globals";
import path from "node:path";
import { readArguments } from "./read-arguments.ts";

test("no words play the conversations on the demo's own database", () => {
  expect(readArguments([])).toEqual({
    kind: "chats",
    settings: {
      storage: { kind: "sqlite", file: path.resolve("minference-demo/demo.db"), folder: "made" },
      concurrency: 64,
      requestsPerMinute: null,
      tokensPerMinute: null,
      seed: 1,
    },
  });
});

test("options may stand before and behind the file", () => {
  const words = ["--seed=3", "jsonl", "in.jsonl", "--out", "out.jsonl", "--storage", "sqlite:a.db"];
  expect(readArguments([...words, "--requests-per-minute", "60"])).toMatchObject({
    kind: "jsonl",
    file: "in.jsonl",
    out: "out.jsonl",
    settings: {
      storage: { kind: "sqlite", file: path.resolve("a.db"), folder: "given" },
      requestsPerMinute: 60,
      seed: 3,
    },
  });
});

test("help is asked for whatever else is there", () => {
  expect(readArguments(["jsonl", "-h"])).toEqual({ kind: "help" });
});

describe("a word that cannot be used is named", () => {
  test.each([
    [["--colour"], "--colour"],
    [["play"], '"play"'],
    [["chats", "twice"], '"twice"'],
    [["--out", "a"], "--out"],
    [["jsonl"], "FILE"],
    [["jsonl", "a", "b"], '"b"'],
    [["compare"], "--list"],
    [["--concurrency", "0"], "--concurrency"],
    [["--concurrency", "1.5"], '"1.5"'],
    [["--requests-per-minute", "many"], '"many"'],
    [["--tokens-per-minute=-1"], '"-1"'],
    [["--seed"], "--seed"],
    [["--storage", "postgres://x"], '"postgres://x"'],
    [["--storage", "sqlite:"], '"sqlite:"'],
  ])("%j", (words, named) => {
    expect(() => readArguments(words)).toThrow(
      expect.objectContaining({
        code: "demo_argument",
        kind: "invalid_request",
        message: expect.stringContaining(named),
      }),
    );
  });
});
