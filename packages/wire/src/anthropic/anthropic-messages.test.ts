import { describe, expect, test } from "@jest/globals";
import { isJsonObject, type NeutralMessage } from "@minference/protocol";
import { aClaude, aClaudeRequest, aModel, aTool } from "../../test/a-claude.ts";
import { aResult, anAssistant, aUser } from "../../test/a-request.ts";
import { isJsonArray } from "../json/json-array.ts";
import { anthropicBody } from "./anthropic-body.ts";

function render(messages: readonly NeutralMessage[], toolNames = ["look_up"]) {
  const tools = toolNames.map((name) => aTool(name));
  return anthropicBody(aClaudeRequest({ messages, tools }), aClaude(), aModel).messages;
}

const user = (...texts: readonly string[]) => ({
  role: "user",
  content: texts.map((text) => ({ type: "text", text })),
});
const use = (id: string) => ({ type: "tool_use", id, name: "look_up", input: { id } });
const result = (id: string) => ({
  type: "tool_result",
  tool_use_id: id,
  content: `result of ${id}`,
  is_error: false,
});

describe("tool results", () => {
  test("of one turn are in one user message, in call order, whatever came between (T13)", () => {
    const messages = [
      aUser("Go."),
      anAssistant("I will.", "a", "b"),
      aResult("b"),
      aUser("Hurry."),
      aResult("a"),
    ];
    expect(render(messages)).toEqual([
      user("Go."),
      { role: "assistant", content: [{ type: "text", text: "I will." }, use("a"), use("b")] },
      { role: "user", content: [result("a"), result("b")] },
      user("Hurry."),
    ]);
  });

  test("that failed say so, and are never blank", () => {
    const failed = { role: "tool", content: "", toolCallId: "a", isError: true } as const;
    expect(render([aUser("Go."), anAssistant("", "a"), failed]).at(-1)).toEqual({
      role: "user",
      content: [{ type: "tool_result", tool_use_id: "a", content: "(empty)", is_error: true }],
    });
  });

  test.each([
    ["a result without a call (T11)", [aUser("Go."), aResult("a")], "no message before it"],
    [
      "a call without a result (T12)",
      [aUser("Go."), anAssistant("", "a"), aUser("?")],
      "no result",
    ],
    ["an answer at the end", [aUser("Go."), anAssistant("Done.")], "role assistant"],
    ["nothing", [], "no messages"],
  ])("%s is refused", (_, messages, problem) => {
    expect(() => render(messages)).toThrow(problem);
  });
});

describe("calls of tools that are not known any more", () => {
  test("are told as text, and their results behind those of the others (4.3)", () => {
    const unknown = { ...callOf("b"), name: "gone", argumentsText: '{"x":1}' };
    const message = { ...anAssistant(""), toolCalls: [unknown, callOf("a")] };
    expect(render([aUser("Go."), message, aResult("b"), aResult("a")]).slice(1)).toEqual([
      {
        role: "assistant",
        content: [{ type: "text", text: '[called gone with {"x":1}]' }, use("a")],
      },
      {
        role: "user",
        content: [result("a"), { type: "text", text: "[result of gone: result of b]" }],
      },
    ]);
  });

  test("leave a later call of the same id as it is", () => {
    const unknown = { ...anAssistant(""), toolCalls: [{ ...callOf("a"), name: "gone" }] };
    const messages = [aUser("Go."), unknown, aResult("a"), anAssistant("", "a"), aResult("a")];
    expect(render(messages).at(-1)).toEqual({ role: "user", content: [result("a")] });
  });
});

function callOf(id: string) {
  return { id, name: "look_up", arguments: { id }, argumentsText: `{"id":"${id}"}`, toolId: null };
}

test("arguments that did not parse are an empty input beside the failed result (4.3)", () => {
  const call = { ...callOf("a"), arguments: null, argumentsText: '{"id": cut' };
  const messages = [aUser("Go."), { ...anAssistant(""), toolCalls: [call] }, aResult("a")];
  expect(render(messages)[1]).toEqual({
    role: "assistant",
    content: [{ ...use("a"), input: {} }],
  });
});

describe("ids of calls", () => {
  function ids(...callIds: readonly (readonly string[])[]) {
    const turns = callIds.flatMap((each) => [anAssistant("", ...each), ...each.map(aResult)]);
    return render([aUser("Go."), ...turns]).flatMap((message) => {
      const content = isJsonObject(message) ? message["content"] : null;
      const blocks = isJsonArray(content) ? content.filter(isJsonObject) : [];
      return blocks.flatMap(({ id, tool_use_id }) => [id ?? tool_use_id].filter(Boolean));
    });
  }

  test("are of the characters that the API takes", () => {
    expect(ids(["call.1:é"])).toEqual(["call_46_1_58__233_", "call_46_1_58__233_"]);
  });

  test("are each once in a request, though other providers repeat them in each turn", () => {
    const sent = ids(["a"], ["a", "a_2"], ["a"]);
    expect(sent).toEqual(["a", "a", "a_2", "a_2_2", "a_2", "a_2_2", "a_3", "a_3"]);
  });

  test("that read alike when made safe stay apart", () => {
    const [dot, underscore] = ids(["a.b", "a_46_b"]);
    expect(dot).not.toBe(underscore);
  });
});

describe("what the API refuses is made valid (T22, T28)", () => {
  test("a leading assistant turn follows a user turn", () => {
    expect(render([anAssistant("Hello."), aUser("Hi.")])[0]).toEqual(user("(empty)"));
  });

  test("a system message in the middle is a user turn", () => {
    const system = { role: "system", content: "Be brief." } as const;
    expect(render([aUser("Hi."), system, aUser("Go.")])).toEqual([
      user("Hi."),
      user("Be brief."),
      user("Go."),
    ]);
  });

  test.each(["", " ", "\n\t", "\u00a0"])("a blank user text %j has a visible one", (content) => {
    expect(render([aUser(content)])).toEqual([user("(empty)")]);
  });

  test("a blank answer is left out, and turns of one role stay apart", () => {
    expect(render([aUser("Hi."), anAssistant(" "), aUser("Go.")])).toEqual([
      user("Hi."),
      user("Go."),
    ]);
  });
});

test("10,000 turns with one repeated id are rendered with as many ids", () => {
  const turns = Array.from({ length: 10_000 }, () => [anAssistant("", "a"), aResult("a")]).flat();
  const messages = render([aUser("Go."), ...turns]);
  expect(messages).toHaveLength(20_001);
  expect(JSON.stringify(messages.at(-1))).toContain('"a_10000"');
});
