import { createAnthropicClient, type AnthropicClientOptions } from "@minference/clients";
import { fakeError, startFakeProvider } from "@minference/clients/testing";
import { describe, expect, test } from "@jest/globals";
import type { ChatRequest, NeutralMessage } from "@minference/protocol";
import { bodyText, parseAnswer, requestHashOf, wireHash } from "@minference/wire";
import { aClaudeRequest, aTool } from "./a-claude-request.ts";

function aClient(options: Partial<AnthropicClientOptions> = {}) {
  return createAnthropicClient({ apiKey: "sk-test", ...options });
}

/** The error that `run` throws. */
function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return null;
}

describe("one request", () => {
  test("brings text, usage, ids and the time it took by the given clock", async () => {
    await using provider = await startFakeProvider({ policy: "echo" });
    const times = [1000, 1250];
    const clock = { now: () => times.shift() ?? 0 };
    await using client = aClient({ baseURL: provider.url, clock });
    expect(await client.complete(aClaudeRequest())).toMatchObject({
      client: "anthropic",
      httpStatus: 200,
      providerRequestId: "msg-fake-0",
      retryAfterMs: null,
      startedAt: new Date(1000),
      endedAt: new Date(1250),
      warnings: [],
      answer: {
        content: "Why do prices fall?",
        error: null,
        finishReason: "stop",
        usage: {
          model: "claude-opus-4-8",
          promptTokens: 19,
          completionTokens: 5,
          totalTokens: 24,
          cacheCreationInputTokens: 19,
          cacheReadInputTokens: 0,
        },
      },
    });
  });

  test("sends the very bytes whose SHA-256 is the request hash", async () => {
    await using provider = await startFakeProvider();
    await using client = aClient({ baseURL: provider.url });
    const messages = [{ role: "user", content: "Grüße \u{1f44b} \ud800" }] as const;
    const { sent } = await client.complete(aClaudeRequest({ messages }));
    expect(provider.log()[0]?.bodySha256).toBe(sent.requestHash);
    expect(requestHashOf(bodyText(sent.envelope, sent.messages))).toBe(sent.requestHash);
  });

  test("keeps the answer verbatim, and it is read again with the same outcome", async () => {
    const content = [{ type: "thinking", thinking: "Hm.", signature: "s" }, { odd: [null] }];
    const body = { type: "message", odd: { b: 1 }, content };
    await using provider = await startFakeProvider({ policy: () => ({ kind: "body", body }) });
    await using client = aClient({ baseURL: provider.url });
    const result = await client.complete(aClaudeRequest());
    expect(JSON.stringify(result.rawResult)).toBe(JSON.stringify(body));
    expect(result.answer.replay?.blocks).toEqual(content);
    const { requestHash, envelope, messages } = result.sent;
    const sent = { requestHash, envelope, wireHash: wireHash(messages) };
    expect(parseAnswer({ ...result, ...sent }).answer).toEqual(result.answer);
  });

  test("has the warnings that check had told", async () => {
    await using provider = await startFakeProvider();
    await using client = aClient({ baseURL: provider.url });
    const request = aClaudeRequest({ model: "claude-opus-5-5", temperature: 1 });
    const warnings = ["thinking_always_on", "temperature_omitted"];
    expect(client.check(request)).toEqual(warnings);
    expect((await client.complete(request)).warnings).toEqual(warnings);
  });
});

describe("headers", () => {
  test("the key is a bearer token, and the version that of the SDK", async () => {
    await using provider = await startFakeProvider({ apiKey: "sk-test" });
    await using client = aClient({ baseURL: provider.url });
    expect((await client.complete(aClaudeRequest())).answer.error).toBeNull();
    const { headers } = provider.log()[0] ?? {};
    expect(headers).toMatchObject({
      authorization: "[redacted]",
      "anthropic-version": "2026-10-21",
    });
    expect(headers).not.toHaveProperty("x-api-key");
  });

  test("for old proxies it goes in x-api-key, and nowhere else", async () => {
    await using provider = await startFakeProvider({ apiKey: "sk-test" });
    await using client = aClient({ baseURL: provider.url, keyHeader: "x-api-key" });
    expect((await client.complete(aClaudeRequest())).answer.error).toBeNull();
    const { headers } = provider.log()[0] ?? {};
    expect(headers).toMatchObject({ "x-api-key": "[redacted]" });
    expect(headers).not.toHaveProperty("authorization");
  });

  test("a wrong key is auth (C6)", async () => {
    await using provider = await startFakeProvider({ apiKey: "sk-test" });
    await using client = aClient({ baseURL: provider.url, apiKey: "sk-other" });
    expect((await client.complete(aClaudeRequest())).answer.error).toMatchObject({
      kind: "auth",
      httpStatus: 401,
      retryable: false,
    });
  });

  test("the older version keeps the temperature of older models (4.4)", async () => {
    await using provider = await startFakeProvider();
    const request = aClaudeRequest({ model: "claude-sonnet-4-5", temperature: 0.5 });
    await using older = aClient({ baseURL: provider.url, apiVersion: "2023-06-01" });
    await using newer = aClient({ baseURL: provider.url });
    expect((await older.complete(request)).warnings).toEqual([]);
    expect((await newer.complete(request)).warnings).toEqual(["temperature_omitted"]);
    expect(provider.log().map(({ body, headers }) => [body, headers])).toMatchObject([
      [{ temperature: 0.5 }, { "anthropic-version": "2023-06-01" }],
      [{}, { "anthropic-version": "2026-10-21" }],
    ]);
  });
});

test.each(["", "/", "/v1", "/v1/", "/v1/messages", "/v1/messages/"])(
  "a base URL that ends in %j is asked at /v1/messages (R:C24)",
  async (end) => {
    await using provider = await startFakeProvider();
    await using client = aClient({ baseURL: `${new URL(provider.url).origin}${end}` });
    expect((await client.complete(aClaudeRequest())).answer.error).toBeNull();
    expect(provider.log()[0]?.path).toBe("/v1/messages");
  },
);

describe("tools", () => {
  const tools = [aTool("look_up"), aTool("report", { kind: "structured" })];
  const auto = { kind: "auto", names: ["look_up", "report"] } as const;

  test("a call goes out with its result, and the next answer follows it", async () => {
    await using provider = await startFakeProvider({
      policy: {
        script: [
          {
            kind: "calls",
            content: "I look.",
            calls: [
              { name: "look_up", arguments: { id: "x" } },
              { name: "look_up", arguments: '{"id":"y"}' },
            ],
          },
          "Done.",
        ],
      },
    });
    await using client = aClient({ baseURL: provider.url });
    const request = aClaudeRequest({ tools, toolChoice: auto });
    const { answer } = await client.complete(request);
    expect(answer).toMatchObject({
      content: "I look.",
      toolCalls: [{ arguments: { id: "x" } }, { arguments: { id: "y" } }],
      finishReason: "tool_calls",
    });
    const messages: NeutralMessage[] = [
      ...request.messages,
      { role: "assistant", content: "I look.", toolCalls: answer.toolCalls, replay: null },
      ...answer.toolCalls.map(({ id }) => ({
        ...({ role: "tool", content: "1", isError: true } as const),
        toolCallId: id,
      })),
    ];
    expect((await client.complete({ ...request, messages })).answer.content).toBe("Done.");
    const ids = answer.toolCalls.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(provider.log()[1]?.body).toMatchObject({
      messages: [
        { role: "user" },
        { role: "assistant", content: [{ type: "text" }, { id: ids[0] }, { id: ids[1] }] },
        {
          role: "user",
          content: ids.map((id) => ({ tool_use_id: id, content: "1", is_error: true })),
        },
      ],
    });
  });

  test("a forced tool that was not called is tool_not_called (3.5)", async () => {
    await using provider = await startFakeProvider({ policy: "echo" });
    await using client = aClient({ baseURL: provider.url });
    const toolChoice = { kind: "tool", name: "report" } as const;
    const { answer } = await client.complete(aClaudeRequest({ tools, toolChoice }));
    expect(answer).toMatchObject({
      content: "Why do prices fall?",
      error: { kind: "tool_not_called" },
    });
  });
});

describe("what is refused before anything is sent", () => {
  test.each<[string, ChatRequest, string]>([
    ["no model anywhere", aClaudeRequest({ model: null }), "model"],
    ["an empty model (R:C31)", aClaudeRequest({ model: "" }), "model"],
    ["a request for another client", aClaudeRequest({ client: "openai" }), "client"],
    ["an endpoint that is not there", aClaudeRequest({ endpoint: "x" }), "endpoint"],
    [
      "a field of extraBody that collides (R:C32)",
      aClaudeRequest({ extraBody: { system: "x" } }),
      "extraBody.system",
    ],
    ["a conversation without a question", aClaudeRequest({ messages: [] }), "messages"],
    ["a temperature above 1", aClaudeRequest({ temperature: 1.5 }), "temperature"],
    ["json_object", aClaudeRequest({ output: { kind: "json" } }), "responseFormat"],
  ])("%s", async (_, request, path) => {
    await using provider = await startFakeProvider();
    await using client = aClient({ baseURL: provider.url });
    expect(thrown(() => client.check(request))).toMatchObject({ kind: "invalid_request", path });
    await expect(client.complete(request)).rejects.toMatchObject({ kind: "invalid_request", path });
    expect(provider.log()).toEqual([]);
  });

  test("a body over 32 MB, which the API takes no more (C8)", async () => {
    await using provider = await startFakeProvider();
    await using client = aClient({ baseURL: provider.url });
    const messages = [{ role: "user", content: "x".repeat(33 * 1024 * 1024) }] as const;
    await expect(client.complete(aClaudeRequest({ messages }))).rejects.toMatchObject({
      kind: "too_large",
      retryable: false,
    });
    expect(provider.log()).toEqual([]);
  });

  test.each([
    ["apiKey", { apiKey: "" }, "auth"],
    ["apiKey with a line break (R:C25)", { apiKey: "sk\n" }, "auth"],
    ["baseURL", { baseURL: "nonsense" }, "invalid_request"],
    ["baseURL with a password", { baseURL: "http://a:b@x" }, "invalid_request"],
  ])("an option %s that cannot be used", (_, options, kind) => {
    expect(thrown(() => aClient(options))).toMatchObject({ kind });
  });
});

test("modelOf names the model behind an alias, whose profile is taken", async () => {
  await using provider = await startFakeProvider();
  await using client = aClient({
    baseURL: provider.url,
    modelOf: { mine: "claude-sonnet-5-5" },
  });
  await client.complete(aClaudeRequest({ model: "mine" }));
  expect(provider.log()[0]?.body).toMatchObject({
    model: "mine",
    thinking: { type: "between_tools" },
  });
});

describe("refusals of the provider, sent once and never again", () => {
  test.each([
    [fakeError({ status: 429, retryAfter: "2" }), "rate_limited", 2000],
    [fakeError({ status: 429, code: "insufficient_quota" }), "quota", null],
    [fakeError({ status: 402 }), "quota", null],
    [fakeError({ status: 400 }), "invalid_request", null],
    [fakeError({ status: 400, code: "context_length_exceeded" }), "context_length", null],
    [fakeError({ status: 403 }), "permission", null],
    [fakeError({ status: 404 }), "not_found", null],
    [fakeError({ status: 413 }), "too_large", null],
    [fakeError({ status: 500 }), "server", null],
    [fakeError({ status: 504 }), "server", null],
    [fakeError({ status: 529 }), "overloaded", null],
  ])("%j", async (answer, kind, retryAfterMs) => {
    await using provider = await startFakeProvider({ policy: () => answer });
    await using client = aClient({ baseURL: provider.url });
    const result = await client.complete(aClaudeRequest());
    expect(result.answer.error).toMatchObject({ kind, httpStatus: answer.status });
    expect(result.retryAfterMs).toBe(retryAfterMs);
    expect(result.rawResult).toEqual(answer.anthropicBody);
    expect(provider.log()).toHaveLength(1);
  });
});

describe("what is no answer", () => {
  test.each([
    ["a page (R:C16)", { kind: "body", body: "<html></html>" }, "protocol"],
    ["an empty body (R:C16)", { kind: "body", body: "" }, "protocol"],
    ["an error in status 200 (R:C15)", overloaded(), "overloaded"],
    ["a redirect (R:C23)", { kind: "body", status: 307, body: "", headers: to("x") }, "protocol"],
    ["a cut before the headers (R:C10)", { kind: "cut", after: "request" }, "connection"],
    ["a cut in the body (R:C10)", { kind: "cut", after: "half" }, "connection"],
    ["silence (R:C11)", { kind: "silence", after: "headers" }, "timeout"],
  ] as const)("%s", async (_, answer, kind) => {
    await using provider = await startFakeProvider({ policy: () => answer });
    await using client = aClient({ baseURL: provider.url, timeouts: { totalMs: 300 } });
    const { answer: read, sent } = await client.complete(aClaudeRequest());
    expect(read).toMatchObject({ content: null, finishReason: "error", error: { kind } });
    expect(provider.log()).toHaveLength(1);
    expect(provider.log()[0]?.bodySha256).toBe(sent.requestHash);
  });
});

function overloaded() {
  const body = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
  return { kind: "body", body } as const;
}

function to(host: string) {
  return { location: `http://${host}/` };
}
