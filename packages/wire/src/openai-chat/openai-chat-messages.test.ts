import { describe, expect, test } from "@jest/globals";
import { isJsonObject, type NeutralMessage } from "@minference/protocol";
import fc from "fast-check";
import { aRequest, aResult, anAssistant, aUser } from "../../test/a-request.ts";
import { openAIChatMessages } from "./openai-chat-messages.ts";

function render(messages: readonly NeutralMessage[], system: string | null = null) {
  return openAIChatMessages(aRequest({ messages, system }), "developer");
}

/** Role of each message, with the id of the call that a result answers. */
function shape(messages: readonly NeutralMessage[]): unknown[] {
  return render(messages).map((message) =>
    isJsonObject(message) ? (message["tool_call_id"] ?? message["role"]) : message,
  );
}

describe("tool results", () => {
  test("they follow their calls in call order, whatever came between (T13)", () => {
    const messages = [
      aUser("Go."),
      anAssistant("", "a", "b"),
      aResult("b"),
      aUser("Hurry."),
      aResult("a"),
    ];
    expect(shape(messages)).toEqual(["user", "assistant", "a", "b", "user"]);
  });

  test("an id that was answered may be used again by a later message", () => {
    const turn = [anAssistant("", "a"), aResult("a")];
    expect(shape([aUser("Go."), ...turn, ...turn])).toEqual([
      "user",
      "assistant",
      "a",
      "assistant",
      "a",
    ]);
  });

  test.each([
    ["no message before it made", [aUser("Go."), aResult("a")]],
    ["was answered already", [aUser("Go."), anAssistant("", "a"), aResult("a"), aResult("a")]],
    ["only a later message makes", [aUser("Go."), aResult("a"), anAssistant("", "a")]],
  ])("a result whose call %s is refused (T11)", (_, messages) => {
    expect(() => render(messages)).toThrow("tool call a, which no message before it has open");
  });

  test("a call without a result is refused (T12)", () => {
    const messages = [aUser("Go."), anAssistant("", "a", "b"), aResult("a"), aUser("And?")];
    expect(() => render(messages)).toThrow("Tool call b has no result.");
  });

  test.each([
    ["empty", [anAssistant("", "")]],
    ["twice in one message", [anAssistant("", "a", "a")]],
    ["still open", [anAssistant("", "a"), anAssistant("", "a")]],
  ])("a call whose id is %s is refused (T10)", (_, messages) => {
    expect(() => render(messages)).toThrow("which is empty or still open");
  });
});

describe("what OpenAI takes stays as it is (T28)", () => {
  test("a leading assistant turn, two user turns in a row, a system message in the middle", () => {
    const messages: NeutralMessage[] = [
      anAssistant("Hello."),
      aUser("One."),
      { role: "system", content: "Be brief." },
      aUser("Two."),
    ];
    expect(render(messages)).toEqual([
      { role: "assistant", content: "Hello." },
      { role: "user", content: "One." },
      { role: "developer", content: "Be brief." },
      { role: "user", content: "Two." },
    ]);
  });

  test("empty content stays a text (T22)", () => {
    expect(render([aUser(""), anAssistant(""), aUser(" ")])).toEqual([
      { role: "user", content: "" },
      { role: "assistant", content: "" },
      { role: "user", content: " " },
    ]);
  });
});

test("an empty system text makes no message", () => {
  expect(render([aUser("Go.")], "")).toHaveLength(1);
  expect(render([aUser("Go.")], "Be brief.")).toHaveLength(2);
});

test.each([
  ["The request has no messages.", []],
  ["The last message is of role assistant.", [aUser("Go."), anAssistant("Gone.")]],
  ["The last message is of role system.", [{ role: "system", content: "Be brief." }]],
] as const)("%s Nothing can be answered", (problem, messages) => {
  expect(() => render(messages)).toThrow(problem);
});

/** One turn that ends in something to answer, followed by its answer. */
const aTurn = fc
  .tuple(fc.string({ unit: "binary" }), fc.nat({ max: 3 }), fc.string())
  .map(([question, calls, answer]) => ({ question, calls, answer }));

test("the messages of a turn begin with those of the turn before, byte for byte (spec 4.3)", () => {
  fc.assert(
    fc.property(fc.array(aTurn, { minLength: 2, maxLength: 6 }), (turns) => {
      const history: NeutralMessage[] = [];
      let before: readonly string[] = [];
      for (const [index, turn] of turns.entries()) {
        history.push(aUser(turn.question));
        const ids = Array.from({ length: turn.calls }, (_, call) => `call_${index}_${call}`);
        if (ids.length > 0) history.push(anAssistant("", ...ids), ...ids.toReversed().map(aResult));
        const now = render(history, "Be brief.").map((message) => JSON.stringify(message));
        expect(now.slice(0, before.length)).toEqual(before);
        before = now;
        history.push(anAssistant(turn.answer));
      }
    }),
  );
});
