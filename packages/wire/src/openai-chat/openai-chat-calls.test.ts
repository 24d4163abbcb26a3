import { describe, expect, test } from "@jest/globals";
import type { JsonValue } from "@minference/protocol";
import { callObjects } from "../output/read-output.ts";
import { openAIChatCalls } from "./openai-chat-calls.ts";

const requestHash = "ab".repeat(32);

function aCall(id: JsonValue, args: JsonValue = "{}"): JsonValue {
  return { id, type: "function", function: { name: "look_up", arguments: args } };
}

function argumentsOf(args: JsonValue) {
  const read = openAIChatCalls({ tool_calls: [aCall("a", args)] }, requestHash);
  return [read?.calls[0]?.arguments, read?.calls[0]?.argumentsText];
}

test("all calls are read, in order, with their ids", () => {
  const read = openAIChatCalls({ tool_calls: [aCall("b"), aCall("a")] }, requestHash);
  expect(read?.calls.map((call) => call.id)).toEqual(["b", "a"]);
  expect(read?.warnings).toEqual([]);
});

describe("arguments", () => {
  test("a JSON object is parsed and its text kept", () => {
    expect(argumentsOf('{ "a": 1 }')).toEqual([{ a: 1 }, '{ "a": 1 }']);
  });

  test.each(["", "null", "[1]", '"text"', '{"a":', "```json\n{}\n```", '{"id":9007199254740993}'])(
    "%j is kept as text and parsed to null (T2, T20)",
    (text) => {
      expect(argumentsOf(text)).toEqual([null, text]);
    },
  );

  test("an object in place of its text is taken, as compatible servers send it (R:C20)", () => {
    expect(argumentsOf({ a: [1] })).toEqual([{ a: [1] }, '{"a":[1]}']);
  });

  test("deeply nested text is no object and throws nothing (S32)", () => {
    const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect(argumentsOf(deep)).toEqual([null, deep]);
  });

  test("what does not parse is an object with its raw text (spec 6.1)", () => {
    const read = openAIChatCalls({ tool_calls: [aCall("a", "{oops")] }, requestHash);
    expect(callObjects(read?.calls ?? [])).toEqual([
      { name: "look_up", object: { raw: "{oops" }, toolCallId: "a" },
    ]);
  });
});

describe("ids", () => {
  test.each([
    ["missing", null],
    ["empty", ""],
    ["no text", 7],
  ])("one that is %s is made up, the same at each reading, and noted (T10)", (_, id) => {
    const message = { tool_calls: [aCall("a"), aCall(id)] };
    const first = openAIChatCalls(message, requestHash);
    expect(first?.calls[1]?.id).toMatch(/^call_[0-9a-f]{24}$/);
    expect(first?.warnings).toEqual(["tool_call_id_made"]);
    expect(openAIChatCalls(message, requestHash)).toEqual(first);
  });

  test("the second of two equal ones is made up", () => {
    const read = openAIChatCalls({ tool_calls: [aCall("a"), aCall("a")] }, requestHash);
    const [first, second] = read?.calls ?? [];
    expect(first?.id).toBe("a");
    expect(second?.id).not.toBe("a");
  });

  test("made-up ids differ by place and by request", () => {
    const message = { tool_calls: [aCall(""), aCall("")] };
    const ids = ["11", "22"].flatMap(
      (hash) => openAIChatCalls(message, hash)?.calls.map((call) => call.id) ?? [],
    );
    expect(new Set(ids).size).toBe(4);
  });
});

test("the older function_call is one call with a made-up id", () => {
  const message = { function_call: { name: "look_up", arguments: '{"a":1}' } };
  const read = openAIChatCalls(message, requestHash);
  expect(read?.calls).toHaveLength(1);
  expect(read?.calls[0]).toMatchObject({ name: "look_up", arguments: { a: 1 } });
});

test("a message without calls has none", () => {
  expect(openAIChatCalls({ content: "Hi." }, requestHash)?.calls).toEqual([]);
  expect(openAIChatCalls({ tool_calls: null, function_call: null }, requestHash)?.calls).toEqual(
    [],
  );
});

test.each([
  ["calls that are no list", { tool_calls: "look_up" }],
  ["a call that is null", { tool_calls: [null] }],
  ["a call without a function", { tool_calls: [{ id: "a", type: "custom" }] }],
  ["a call without a name", { tool_calls: [{ id: "a", function: { arguments: "{}" } }] }],
  ["a call with an empty name", { tool_calls: [{ id: "a", function: { name: "" } }] }],
])("%s cannot be read", (_, message) => {
  expect(openAIChatCalls(message, requestHash)).toBeNull();
});

test("a tool named like a member of Object is a name like others (T16)", () => {
  const call = { id: "a", function: { name: "__proto__", arguments: '{"__proto__":1}' } };
  const read = openAIChatCalls({ tool_calls: [call] }, requestHash);
  expect(read?.calls[0]?.name).toBe("__proto__");
  expect(Object.keys(read?.calls[0]?.arguments ?? {})).toEqual(["__proto__"]);
});
