import { describe, expect, test } from "@jest/globals";
import type { ChatRequest, JsonObject, NeutralMessage } from "@minference/protocol";
import { aTool } from "../../test/a-claude-request.ts";
import { aRequest } from "../../test/a-request.ts";
import { createAnthropicClient } from "../anthropic/anthropic-client.ts";
import { createOpenAIClient } from "../openai/openai-client.ts";
import { fakeError, type FakeAnswer } from "./fake-answer.ts";
import { startFakeProvider, type InProcessSettings } from "./fake-provider.ts";
import type { FakeRequest } from "./fake-request.ts";
import { readConversation } from "./read-conversation.ts";
import { forcedTool, offeredTools } from "./read-tools.ts";

/** The same request by both wires; what came back by each, and what the provider saw. */
async function byBoth(settings: InProcessSettings, changes: Partial<ChatRequest> = {}) {
  await using provider = await startFakeProvider(settings);
  const options = { apiKey: "sk-test", baseURL: provider.url };
  await using openai = createOpenAIClient(options);
  await using anthropic = createAnthropicClient(options);
  const request = aRequest(changes);
  const chat = await openai.complete({ ...request, client: "openai", model: "gpt-4.1" });
  const claude = { client: "anthropic", model: "claude-opus-4-8" } as const;
  const messages = await anthropic.complete({ ...request, ...claude });
  return {
    results: [chat, messages],
    answers: [chat.answer, messages.answer],
    log: provider.log(),
  };
}

/** The requests as a policy sees them. */
async function seenByPolicy(changes: Partial<ChatRequest>): Promise<readonly FakeRequest[]> {
  const seen: FakeRequest[] = [];
  const policy = (request: FakeRequest): FakeAnswer => {
    seen.push(request);
    return "Yes.";
  };
  await byBoth({ policy }, changes);
  return seen;
}

const lookUp = aTool("look_up", { description: "Looks." });
const tools = [lookUp, aTool("report", { description: "Reports." })];
const call = { id: "a", name: "look_up", arguments: { id: "x" }, argumentsText: '{"id":"x"}' };
const history: NeutralMessage[] = [
  { role: "user", content: "Go." },
  { role: "assistant", content: "I look.", toolCalls: [{ ...call, toolId: null }], replay: null },
  { role: "tool", content: "1", toolCallId: "a", isError: false },
  { role: "user", content: "So?" },
];
const auto = { kind: "auto", names: ["look_up", "report"] } as const;

describe("one policy answers both wires alike", () => {
  test.each<[string, FakeAnswer]>([
    ["a text", "Yes."],
    ["no text", { kind: "text", content: null }],
    ["a text that was cut", { kind: "text", content: "Ye", finishReason: "length" }],
    ["usage that is not known", { kind: "text", content: "Yes.", usage: null }],
    [
      "calls",
      {
        kind: "calls",
        content: "I look.",
        calls: [
          { id: "a", name: "look_up", arguments: { id: "x" } },
          { id: "b", name: "report", arguments: '{"id":"y"}' },
        ],
      },
    ],
  ])("%s", async (_, answer) => {
    const { answers } = await byBoth({ policy: () => answer }, { tools, toolChoice: auto });
    const alike = answers.map(({ usage, ...rest }) => ({
      ...rest,
      tokens: usage === null ? null : [usage.promptTokens, usage.completionTokens],
    }));
    expect(alike[1]).toEqual(alike[0]);
    expect(alike[0]).toMatchObject({ error: null });
  });

  test.each(["seeded", "echo"] as const)("the policy %s", async (policy) => {
    const [chat, claude] = (await byBoth({ policy }, { messages: history, tools })).answers;
    expect(chat?.content).not.toBe("");
    expect(claude?.content).toBe(chat?.content);
  });

  test.each([
    { status: 400, code: "context_length_exceeded" },
    { status: 401 },
    { status: 402 },
    { status: 403 },
    { status: 404 },
    { status: 413 },
    { status: 429, retryAfter: "1" },
    { status: 429, code: "insufficient_quota" },
    { status: 500 },
    { status: 503 },
    { status: 529 },
  ])("the error %j, each in the form of its provider", async (error) => {
    const { results } = await byBoth({ policy: () => fakeError(error) });
    const [chat, claude] = results.map(({ answer, retryAfterMs }) => [
      answer.error?.kind,
      retryAfterMs,
    ]);
    expect(claude).toEqual(chat);
    expect(results[1]?.rawResult).toMatchObject({ type: "error" });
  });

  test("calls without ids get some, and for Anthropic each once in a conversation", async () => {
    const calls = [
      { name: "look_up", arguments: {} },
      { name: "look_up", arguments: {} },
    ];
    const answer: FakeAnswer = { kind: "calls", calls };
    const first = await byBoth({ policy: () => answer }, { tools, toolChoice: auto });
    const changes = { tools, toolChoice: auto, messages: history };
    const second = await byBoth({ policy: () => answer }, changes);
    const ids = [first, second].flatMap(({ answers }) =>
      (answers[1]?.toolCalls ?? []).map(({ id }) => id),
    );
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toMatch(/^toolu_[0-9a-f]{16}_0$/);
  });
});

describe("what a policy reads", () => {
  test("the conversation is the same on both wires, the messages are as they came", async () => {
    const seen = await seenByPolicy({ messages: history, tools, toolChoice: auto });
    const conversation = [
      { role: "system", text: "Answer in one sentence.", calls: [], callId: null },
      { role: "user", text: "Go.", calls: [], callId: null },
      {
        role: "assistant",
        text: "I look.",
        calls: [{ id: "a", name: "look_up", arguments: { id: "x" } }],
        callId: null,
      },
      { role: "tool", text: "1", calls: [], callId: "a" },
      { role: "user", text: "So?", calls: [], callId: null },
    ];
    expect(seen.map(readConversation)).toEqual([conversation, conversation]);
    expect(seen.map(({ wire, messages }) => [wire, messages.length])).toEqual([
      ["openai", 5],
      ["anthropic", 4],
    ]);
  });

  test("the tools and which of them is forced, by either wire", async () => {
    const { parameters } = lookUp;
    const offered = [
      { name: "look_up", description: "Looks.", parameters },
      { name: "report", description: "Reports.", parameters },
    ];
    const free = await seenByPolicy({ tools, toolChoice: auto });
    expect(free.map(forcedTool)).toEqual([null, null]);
    expect(free.map(offeredTools)).toEqual([offered, offered]);
    const toolChoice = { kind: "tool", name: "report" } as const;
    const forced = await seenByPolicy({ tools, toolChoice });
    expect(forced.map(forcedTool)).toEqual(["report", "report"]);
    const none = await seenByPolicy({ tools, messages: history });
    expect(none.map(offeredTools)).toEqual([[], []]);
  });
});

describe("the log", () => {
  test("has both wires, the answer's id and its usage in the form of the wire, and no key", async () => {
    const { log } = await byBoth({ policy: "echo" });
    expect(log).toMatchObject([
      { wire: "openai", path: "/v1/chat/completions", usage: { total_tokens: 24 } },
      {
        wire: "anthropic",
        path: "/v1/messages",
        answerId: "msg-fake-1",
        usage: { input_tokens: 0, cache_creation_input_tokens: 19, output_tokens: 5 },
      },
    ]);
    expect(JSON.stringify(log)).not.toContain("sk-test");
  });

  test("counts as read from the cache what the turn before had marked, and all as prompt", async () => {
    const { answers, log } = await byBoth({ policy: "echo" }, { messages: history, tools });
    const [chat, claude] = answers.map((answer) => answer.usage);
    expect(claude?.promptTokens).toBe(chat?.promptTokens);
    const { cacheReadInputTokens: read, cacheCreationInputTokens: written } = claude ?? {};
    expect(read).toBeGreaterThan(0);
    expect(Number(read) + Number(written)).toBe(claude?.promptTokens);
    const usage: JsonObject = log[1]?.usage ?? {};
    expect(usage["input_tokens"]).toBe(0);
  });

  test("without marks nothing is cached", async () => {
    const { answers } = await byBoth({ policy: "echo" }, { promptCache: false });
    expect(answers[1]?.usage).toMatchObject({
      cacheReadInputTokens: 0,
      cacheCreationInputTokens: 0,
      promptTokens: 19,
    });
  });
});

test("an answer that is broken off is broken off by Anthropic's wire too", async () => {
  const { answers } = await byBoth({ policy: () => ({ kind: "cut", after: "half" }) });
  expect(answers.map((answer) => answer.error?.kind)).toEqual(["connection", "connection"]);
});

test("the provider takes its one key in either header, and no other", async () => {
  await using provider = await startFakeProvider({ apiKey: "sk-test" });
  const statuses = [];
  for (const headers of [{ "x-api-key": "sk-test" }, { "x-api-key": "sk-other" }, {}]) {
    const body = JSON.stringify({ model: "m", messages: [] });
    const response = await fetch(`${provider.url}/messages`, { method: "POST", headers, body });
    statuses.push(response.status);
  }
  expect(statuses).toEqual([200, 401, 401]);
});
