import { describe, expect, test } from "@jest/globals";
import {
  isJsonObject,
  type ChatRequest,
  type JsonObject,
  type JsonValue,
  type ModelProfile,
  type NeutralMessage,
} from "@minference/protocol";
import { bodyText, parseAnswer, requestHashOf, wireHash } from "@minference/wire";
import { aCheckingClaude, aClaude, aClaudeRequest, aModel, aTool } from "../../test/a-claude.ts";
import { aClaudeMessage } from "../../test/a-received-answer.ts";
import { aUser } from "../../test/a-request.ts";
import { anthropicBody } from "./anthropic-body.ts";

const tools = [aTool("look_up"), aTool("count")];
const thinking = { type: "thinking", thinking: "Hm.", signature: "sig-1" };
const redacted = { type: "redacted_thinking", data: "sealed" };
const said = { type: "text", text: "Supply grew." };
const use = { type: "tool_use", id: "toolu_1", name: "look_up", input: { id: "x" } };
const reasoning = { effort: "high" } as const;

/** One turn: the request as it was sent, and the assistant message that a thread makes of the answer. */
function turn(changes: Partial<ChatRequest>, content: readonly JsonObject[], profile = aClaude()) {
  const request = aClaudeRequest({ tools, reasoning, maxTokens: 20_000, ...changes });
  const { envelope, messages } = anthropicBody(request, profile, aModel);
  const { answer } = parseAnswer({
    client: "anthropic",
    envelope,
    rawResult: aClaudeMessage(content),
    httpStatus: 200,
    providerRequestId: null,
    requestHash: requestHashOf(bodyText(envelope, messages)),
    wireHash: wireHash(messages),
  });
  const message = {
    role: "assistant",
    content: answer.content ?? "",
    toolCalls: answer.toolCalls,
    replay: answer.replay,
  } as const;
  return { request, messages, message, answer };
}

/** The contents of the assistant turns that a request sends. */
function sentAnswers(
  changes: Partial<ChatRequest>,
  profile: ModelProfile = aClaude(),
  model = aModel,
): JsonValue[] {
  const request = aClaudeRequest({ tools, reasoning, maxTokens: 20_000, ...changes });
  const { messages } = anthropicBody(request, profile, model);
  const objects = messages.filter(isJsonObject);
  const answers = objects.filter(({ role }) => role === "assistant");
  return answers.map(({ content = null }) => content);
}

const resultOf = (toolCallId: string): NeutralMessage => ({
  role: "tool",
  content: "1",
  toolCallId,
  isError: false,
});
const asked = [aUser("Why?")];
const neutral = [said];

describe("signed blocks (3.6, T33)", () => {
  test("are kept whole and in order, and go back as they came", () => {
    const content = [thinking, redacted, said, { type: "new_kind", x: null }, use];
    const { message } = turn({ messages: asked }, content);
    expect(message.replay).toMatchObject({ client: "anthropic", model: aModel, blocks: content });
    const messages = [...asked, message, resultOf("toolu_1")];
    expect(sentAnswers({ messages })).toEqual([content]);
  });

  test("an answer without one has no replay", () => {
    expect(turn({ messages: asked }, [said]).answer.replay).toBeNull();
  });

  test("go back turn after turn", () => {
    const first = turn({ messages: asked }, [thinking, said]);
    const two = [...asked, first.message, aUser("More?")];
    const second = turn({ messages: two }, [{ ...thinking, signature: "sig-2" }, said]);
    const blocks = sentAnswers({ messages: [...two, second.message, aUser("And?")] });
    expect(blocks).toEqual([first.message.replay?.blocks, second.message.replay?.blocks]);
  });

  test("stay valid when reasoning, mode or cache marks change", () => {
    const { message } = turn({ messages: asked }, [thinking, said]);
    const messages = [...asked, message, aUser("More?")];
    const changes = { messages, reasoning: null, promptCache: true };
    expect(sentAnswers({ ...changes, toolChoice: { kind: "auto", names: ["count"] } })).toEqual([
      [thinking, said],
    ]);
  });
});

describe("from the first message that does not fit, nothing signed goes back", () => {
  const first = turn({ messages: asked }, [thinking, said]);
  const two = [...asked, first.message, aUser("More?")];
  const second = turn({ messages: two }, [thinking, said]);
  const three = [...two, second.message, aUser("And?")];

  test("an edited question drops all answers behind it", () => {
    const messages = [aUser("Why not?"), ...three.slice(1)];
    expect(sentAnswers({ messages })).toEqual([neutral, neutral]);
  });

  test("an edited answer drops itself and the later ones", () => {
    const edited = { ...first.message, content: "Demand fell." };
    const messages = [...asked, edited, ...three.slice(2)];
    expect(sentAnswers({ messages })).toEqual([[{ type: "text", text: "Demand fell." }], neutral]);
  });

  test("an edit behind the first answer leaves that one as it came", () => {
    const messages = [...asked, first.message, aUser("Less?"), second.message, aUser("And?")];
    expect(sentAnswers({ messages })).toEqual([[thinking, said], neutral]);
  });

  test.each([
    ["another model", {}, "claude-other"],
    ["another client", { client: "openrouter" }, aModel],
  ] as const)("%s gets none", (_, changes, model) => {
    expect(sentAnswers({ messages: three, ...changes }, aClaude(), model)).toEqual([
      neutral,
      neutral,
    ]);
  });

  test("a call whose tool is gone is told as text: the API takes no block without its definition", () => {
    const { message } = turn({ messages: asked }, [thinking, use]);
    const messages = [...asked, message, resultOf("toolu_1")];
    const [content] = sentAnswers({ messages, tools: [aTool("count")] });
    expect(content).toEqual([{ type: "text", text: '[called look_up with {"id":"x"}]' }]);
  });
});

describe("a model that checks system and tools too", () => {
  const profile = aCheckingClaude();
  const { message } = turn({ messages: asked }, [thinking, said], profile);
  const messages = [...asked, message, aUser("More?")];

  test("gets them back while both stay", () => {
    expect(sentAnswers({ messages }, profile)).toEqual([[thinking, said]]);
    const forced = { kind: "tool", name: "count" } as const;
    expect(sentAnswers({ messages, toolChoice: forced }, profile)).toEqual([[thinking, said]]);
  });

  test.each([
    ["the system text", { system: "Be brief." }],
    ["a tool", { tools: [aTool("look_up", { description: "new" }), aTool("count")] }],
  ])("does not when %s has changed", (_, changes) => {
    expect(sentAnswers({ messages, ...changes }, profile)).toEqual([neutral]);
    expect(sentAnswers({ messages, ...changes })).toEqual([neutral]);
  });

  test("gets the sentence again where it was sent, and not where the thread was edited", () => {
    const toolChoice = { kind: "tool", name: "look_up" } as const;
    const called = turn({ messages: asked, toolChoice }, [thinking, use], profile);
    expect(called.message.replay?.suffix).toBe('\n\nAnswer by calling the tool "look_up".');
    const later = [...asked, called.message, resultOf("toolu_1")];
    const next = anthropicBody({ ...called.request, messages: later }, profile, aModel);
    expect(next.messages.slice(0, 1)).toEqual(called.messages);
    expect(next.messages[1]).toEqual({ role: "assistant", content: [thinking, use] });
    const edited = [aUser("Why not?"), called.message, resultOf("toolu_1")];
    const dropped = anthropicBody({ ...called.request, messages: edited }, profile, aModel);
    expect(JSON.stringify(dropped.messages[0])).toContain('"Why not?"');
    expect(JSON.stringify(dropped.messages)).not.toContain("sig-1");
  });
});

describe("a model that thinks with a budget", () => {
  const profile = aClaude({ reasoning: "budget", efforts: ["low", "high"] });

  function body(messages: readonly NeutralMessage[]) {
    const request = aClaudeRequest({ tools, reasoning, maxTokens: 20_000, messages });
    return anthropicBody(request, profile, aModel).envelope;
  }

  test("goes on thinking behind results whose calls come back with their thinking", () => {
    const { message } = turn({ messages: asked }, [thinking, use], profile);
    const { body: sent, warnings } = body([...asked, message, resultOf("toolu_1")]);
    expect([sent["thinking"], warnings]).toMatchObject([{ type: "enabled" }, []]);
  });

  test("does not when the turn that called has none, or some that do not fit", () => {
    const { message } = turn({ messages: asked }, [thinking, use], profile);
    const results = resultOf("toolu_1");
    const unsigned = [...asked, { ...message, replay: null }, results];
    for (const messages of [unsigned, [aUser("Why not?"), message, results]]) {
      const { body: sent, warnings } = body(messages);
      expect([sent["thinking"], warnings]).toEqual([undefined, ["thinking_omitted"]]);
    }
  });
});
