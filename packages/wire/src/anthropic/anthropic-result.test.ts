import { describe, expect, test } from "@jest/globals";
import type { JsonObject, JsonValue } from "@minference/protocol";
import { parseAnswer } from "@minference/wire";
import { aCheckingClaude, aClaude, aTool } from "../../test/a-claude.ts";
import { aClaudeMessage, aClaudeReceived, parsedClaude } from "../../test/a-received-answer.ts";

const text = (content: string) => ({ type: "text", text: content });
const use = (id: JsonValue, input: JsonValue, name = "look_up"): JsonObject => ({
  type: "tool_use",
  id,
  name,
  input,
});
const forced = {
  tools: [aTool("look_up"), aTool("report", { kind: "structured" })],
  toolChoice: { kind: "tool", name: "look_up" },
} as const;
const schema = {
  output: { kind: "schema", schema: {}, name: "report", description: "", strict: true },
} as const;
const loose = { output: { ...schema.output, strict: false } } as const;

describe("blocks are read by type, not by place (C89)", () => {
  test("text, calls and thinking, mixed", () => {
    const content: JsonObject[] = [
      text("I look "),
      use("toolu_1", { id: "x" }),
      { type: "thinking", thinking: "First.", signature: "s" },
      text("it up."),
      { type: "server_tool_use", id: "s", name: "web_search", input: {} },
      use("toolu_2", {}),
      { type: "thinking", thinking: "Then.", signature: "t" },
      { type: "redacted_thinking", data: "…" },
    ];
    const { answer, warnings } = parsedClaude({ content, stopReason: "tool_use" });
    expect(answer).toMatchObject({
      content: "I look it up.",
      reasoning: "First.\n\nThen.",
      toolCalls: [
        { id: "toolu_1", name: "look_up", arguments: { id: "x" }, argumentsText: '{"id":"x"}' },
        { id: "toolu_2", name: "look_up", arguments: {}, argumentsText: "{}" },
      ],
      jsonObjects: [
        { name: "look_up", object: { id: "x" }, toolCallId: "toolu_1" },
        { name: "look_up", object: {}, toolCallId: "toolu_2" },
      ],
      finishReason: "tool_calls",
      replay: { blocks: content },
      error: null,
    });
    expect(warnings).toEqual([]);
  });

  test.each([
    [[], null],
    [[text("")], null],
    [[text("  ")], "  "],
    [[{ type: "unheard_of" }, "no block", null], null],
  ])("content %j has the text %j and is no error (T22)", (content, expected) => {
    expect(parsedClaude({ content }).answer).toMatchObject({ content: expected, error: null });
  });

  test.each([[null], ["Hi."], [[{ type: "tool_use", id: "a", input: {} }]]])(
    "content %j cannot be read: protocol",
    (content) => {
      expect(parsedClaude({ content }).answer.error?.kind).toBe("protocol");
    },
  );
});

describe("calls", () => {
  test("an id that is missing, empty or repeated is made up, the same at each reading (T10)", () => {
    const content = [use(null, {}), use("", {}), use("a", {}), use("a", {})];
    const first = parsedClaude({ content, stopReason: "tool_use" });
    const ids = first.answer.toolCalls.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(ids[2]).toBe("a");
    expect(ids[0]).toMatch(/^call_[0-9a-f]{24}$/);
    expect(first.warnings).toEqual(["tool_call_id_made"]);
    expect(parsedClaude({ content, stopReason: "tool_use" })).toEqual(first);
  });

  test.each([
    [[1, 2], { value: [1, 2] }],
    ["text", { value: "text" }],
    [null, { value: null }],
  ])("an input %j that is no object has no arguments (6.2)", (input, object) => {
    const { answer } = parsedClaude({ content: [use("a", input)] });
    expect(answer.toolCalls[0]).toMatchObject({
      arguments: null,
      argumentsText: JSON.stringify(input),
    });
    expect(answer.jsonObjects[0]?.object).toEqual(object);
  });

  test("an integer beyond 2^53 was rounded on the way: the call is not run with it (T20)", () => {
    const rounded = JSON.parse('{"id":[12345678901234567890]}');
    expect(
      parsedClaude({ content: [use("a", rounded)] }).answer.toolCalls[0]?.arguments,
    ).toBeNull();
    const exact = { id: [2 ** 53 - 1, 0.5] };
    expect(parsedClaude({ content: [use("a", exact)] }).answer.toolCalls[0]?.arguments).toEqual(
      exact,
    );
  });

  test("none where one was forced is tool_not_called, and the text is kept (3.5)", () => {
    const { answer } = parsedClaude({ content: [text("No.")], request: forced });
    expect(answer).toMatchObject({ content: "No.", error: { kind: "tool_not_called" } });
  });

  test("cut off by the limit they are truncated, and kept (T25)", () => {
    const content = [text("I"), use("a", {})];
    const { answer } = parsedClaude({ content, stopReason: "max_tokens" });
    expect(answer).toMatchObject({ error: { kind: "truncated" }, finishReason: "length" });
    expect(answer.toolCalls).toHaveLength(1);
    const none = parsedClaude({ content: [], stopReason: "max_tokens", request: forced });
    expect(none.answer.error?.kind).toBe("truncated");
  });
});

test.each([
  ["end_turn", "stop", undefined],
  ["stop_sequence", "stop", undefined],
  ["max_tokens", "length", undefined],
  ["model_context_window_exceeded", "length", undefined],
  ["tool_use", "tool_calls", undefined],
  ["pause_turn", "pause", undefined],
  ["refusal", "refusal", "refusal"],
  ["brand_new", "unknown", undefined],
  [null, "unknown", undefined],
])(
  "stop reason %j is %s, with the error %j, and the text is kept (T23, T26)",
  (raw, finish, kind) => {
    const { answer } = parsedClaude({ content: [text("Half.")], stopReason: raw });
    expect([answer.content, answer.finishReason, answer.error?.kind]).toEqual([
      "Half.",
      finish,
      kind,
    ]);
  },
);

describe("structured output (C60)", () => {
  test("is the JSON of the text, named by its schema", () => {
    const { answer } = parsedClaude({ content: [text('{"price":3}')], request: schema });
    expect(answer).toMatchObject({
      content: '{"price":3}',
      jsonObjects: [{ name: "report", object: { price: 3 }, toolCallId: null }],
      error: null,
    });
  });

  test.each([
    ["Sorry, no.", "end_turn", "output_invalid"],
    ['{"price":', "end_turn", "output_invalid"],
    ['{"price":', "max_tokens", "truncated"],
  ])("text %j with stop reason %s is %s, text kept (T19)", (said, stopReason, kind) => {
    const { answer } = parsedClaude({ content: [text(said)], stopReason, request: schema });
    expect([answer.content, answer.jsonObjects, answer.error?.kind]).toEqual([said, [], kind]);
  });

  test("by a forced call is read back as if it were native", () => {
    const content = [use("a", { price: 3 }, "report")];
    const { answer } = parsedClaude({ content, stopReason: "tool_use", request: loose });
    expect(answer).toMatchObject({
      content: '{"price":3}',
      toolCalls: [],
      jsonObjects: [{ name: "report", object: { price: 3 }, toolCallId: null }],
      finishReason: "stop",
      error: null,
    });
  });

  test("in place of a structured tool that cannot be forced has the tool's name", () => {
    const { answer } = parsedClaude({
      content: [text('{"id":"x"}')],
      request: { ...forced, toolChoice: { kind: "tool", name: "report" } },
      profile: aCheckingClaude(),
    });
    expect(answer.jsonObjects).toEqual([{ name: "report", object: { id: "x" }, toolCallId: null }]);
  });
});

test("an answer with a prefill is joined once (T27)", () => {
  const request = { output: { kind: "json" }, prefill: 'Here: {"a": ' } as const;
  const profile = aClaude({ prefill: true });
  for (const said of ["1}", 'Here: {"a":1}']) {
    const { answer } = parsedClaude({ content: [text(said)], request, profile });
    expect(answer.content?.replaceAll(" ", "")).toBe('Here:{"a":1}');
    expect(answer.jsonObjects).toMatchObject([{ name: "parsed_content", object: { a: 1 } }]);
  }
});

test("lone surrogates become U+FFFD, since a text column holds Unicode only", () => {
  expect(parsedClaude({ content: [text("a\ud800")] }).answer.content).toBe("a\ufffd");
});

test("the model of the usage is the one that answered, else the one that was asked", () => {
  const usage = { input_tokens: 1, output_tokens: 2 };
  const message = { ...aClaudeMessage([text("Hi.")]), usage };
  expect(parseAnswer(aClaudeReceived(message)).answer.usage?.model).toBe("claude-test-20261001");
  const unnamed = { ...message, model: null };
  expect(parseAnswer(aClaudeReceived(unnamed)).answer.usage?.model).toBe("claude-test");
});
