import { describe, expect, test } from "@jest/globals";
import type { FinishReason, ToolCall } from "@minference/protocol";
import type { AskedOutput } from "./asked-output.ts";
import { readOutput } from "./read-output.ts";

const call: ToolCall = {
  id: "a",
  name: "report",
  arguments: { price: 3 },
  argumentsText: '{"price":3}',
  toolId: null,
};
const broken = { ...call, arguments: null, argumentsText: '{"price":' };

function read(
  output: AskedOutput,
  content: string | null,
  brought: { readonly calls?: readonly ToolCall[]; readonly finish?: FinishReason } = {},
) {
  const { calls: toolCalls = [], finish: finishReason = "stop" } = brought;
  const reading = { output, prefill: null, client: "openai" };
  const asked = readOutput({ content, toolCalls, finishReason }, reading);
  return { ...asked, failure: asked.failure?.kind ?? null };
}

const found = (object: object, toolCallId: string | null = null) => ({
  name: "report",
  object,
  toolCallId,
});

describe("text", () => {
  test("JSON counts when the text as a whole is an object (6.3)", () => {
    expect(read({ kind: "text" }, '{"a":1}').jsonObjects).toEqual([
      { name: "parsed_content", object: { a: 1 }, toolCallId: null },
    ]);
    expect(read({ kind: "text" }, 'It is {"a":1}').jsonObjects).toEqual([]);
    expect(read({ kind: "text" }, "[1]").jsonObjects).toEqual([]);
  });

  test("the objects of the calls come first, in order", () => {
    const calls = [call, { ...broken, id: "b" }];
    expect(read({ kind: "text" }, "{}", { calls }).jsonObjects).toMatchObject([
      found({ price: 3 }, "a"),
      found({ raw: '{"price":' }, "b"),
      { name: "parsed_content", object: {} },
    ]);
  });
});

describe("a forced call (3.5)", () => {
  const asked = { kind: "call", name: "report" } as const;

  test.each([
    ["one call", { calls: [call] }, null],
    ["another tool, which the runner answers", { calls: [{ ...call, name: "x" }] }, null],
    ["no call", {}, "tool_not_called"],
    ["no call before the limit (T25)", { finish: "length" }, "truncated"],
  ] as const)("%s", (_, brought, failure) => {
    const asRead = read(asked, "Text.", brought);
    expect([asRead.content, asRead.failure]).toEqual(["Text.", failure]);
  });
});

describe("JSON in the text", () => {
  const asked = { kind: "json", name: "report" } as const;

  const price = [found({ price: 3 })];
  // a server that writes blanks without end has written all of the JSON
  const padded = `{"price":3}${" ".repeat(50)}`;

  test.each([
    ['Sure: {"price":3}', "stop", { jsonObjects: price, failure: null }],
    ["No.", "stop", { jsonObjects: [], failure: "output_invalid" }],
    [null, "stop", { jsonObjects: [], failure: "output_invalid" }],
    ['{"price":', "length", { jsonObjects: [], failure: "truncated" }],
    ['{"a":{"price":3}', "length", { jsonObjects: [], failure: "truncated" }],
    [padded, "length", { jsonObjects: price, failure: "truncated" }],
  ] as const)("%j with finish %s", (content, finish, expected) => {
    expect(read(asked, content, { finish })).toMatchObject({ content, ...expected });
  });
});

describe("JSON by a call", () => {
  const asked = { kind: "json_by_call", name: "report" } as const;

  test("the call is no call: its arguments are content and object", () => {
    expect(read(asked, null, { calls: [call], finish: "tool_calls" })).toEqual({
      content: '{"price":3}',
      toolCalls: [],
      jsonObjects: [found({ price: 3 })],
      finishReason: "stop",
      failure: null,
    });
  });

  test("text beside it is kept as the content", () => {
    expect(read(asked, "Here.", { calls: [call] }).content).toBe("Here.");
  });

  test.each([
    ["stop", "output_invalid"],
    ["length", "truncated"],
  ] as const)("a broken one with finish %s is %s", (finish, failure) => {
    const jsonObjects = [found({ raw: '{"price":' })];
    const asRead = read(asked, null, { calls: [broken], finish });
    expect(asRead).toMatchObject({ failure, jsonObjects });
  });

  test("without the call the text is read", () => {
    expect(read(asked, '{"price":4}').jsonObjects).toEqual([found({ price: 4 })]);
    expect(read(asked, "No.").failure).toBe("output_invalid");
  });
});

describe("a prefill (T27)", () => {
  const join = (content: string | null) =>
    readOutput(
      { content, toolCalls: [], finishReason: "stop" },
      { output: { kind: "json", name: "x" }, prefill: "Here:```json ", client: "vllm" },
    );

  test.each([
    ['{"a":1}```', 'Here:```json{"a":1}```'],
    ['Here:```json\n{"a":1}', 'Here:```json\n{"a":1}'],
  ])("is joined once with %j", (content, expected) => {
    const { content: joined, jsonObjects, failure } = join(content);
    expect(joined).toBe(expected);
    expect(jsonObjects).toMatchObject([{ object: { a: 1 } }]);
    expect(failure).toBeNull();
  });

  test("stands alone when nothing came", () => {
    expect(join(null).content).toBe("Here:```json");
  });
});
