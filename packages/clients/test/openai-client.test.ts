import { createOpenAIClient, type OpenAIClientOptions } from "@minference/clients";
import { startFakeProvider } from "@minference/clients/testing";
import { describe, expect, test } from "@jest/globals";
import { isKind } from "@minference/protocol";
import { bodyText, parseAnswer, requestHashOf, wireHash } from "@minference/wire";
import { aRequest } from "./a-request.ts";

function aClient(options: Partial<OpenAIClientOptions> = {}) {
  return createOpenAIClient({ apiKey: "sk-test", ...options });
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
    const result = await client.complete(aRequest());
    expect(result).toMatchObject({
      client: "openai",
      httpStatus: 200,
      providerRequestId: "chatcmpl-fake-0",
      retryAfterMs: null,
      startedAt: new Date(1000),
      endedAt: new Date(1250),
      warnings: [],
      answer: {
        content: "Why do prices fall?",
        error: null,
        finishReason: "stop",
        usage: { model: "gpt-4.1-mini", promptTokens: 19, completionTokens: 5, totalTokens: 24 },
      },
    });
  });

  test("sends the very bytes whose SHA-256 is the request hash", async () => {
    await using provider = await startFakeProvider();
    await using client = aClient({ baseURL: provider.url });
    const messages = [{ role: "user", content: "Grüße \u{1f44b} \ud800" }] as const;
    const { sent } = await client.complete(aRequest({ messages }));
    expect(provider.log()[0]?.bodySha256).toBe(sent.requestHash);
    expect(requestHashOf(bodyText(sent.envelope, sent.messages))).toBe(sent.requestHash);
  });

  test("keeps the answer verbatim, and it is read again with the same outcome", async () => {
    const body = { object: "chat.completion", odd: { b: 1, a: [null] }, choices: [] };
    await using provider = await startFakeProvider({ policy: () => ({ kind: "body", body }) });
    await using client = aClient({ baseURL: provider.url });
    const result = await client.complete(aRequest());
    expect(JSON.stringify(result.rawResult)).toBe(JSON.stringify(body));
    const { requestHash, envelope, messages } = result.sent;
    const sent = { requestHash, envelope, wireHash: wireHash(messages) };
    expect(parseAnswer({ ...result, ...sent }).answer).toEqual(result.answer);
  });

  test("is authorised by the key of its endpoint", async () => {
    await using provider = await startFakeProvider({ apiKey: "sk-test" });
    await using right = aClient({ baseURL: provider.url });
    await using wrong = aClient({ baseURL: provider.url, apiKey: "sk-other" });
    expect((await right.complete(aRequest())).answer.error).toBeNull();
    expect((await wrong.complete(aRequest())).answer.error).toMatchObject({
      kind: "auth",
      httpStatus: 401,
      retryable: false,
    });
  });

  test("has the warnings that check had told", async () => {
    await using provider = await startFakeProvider();
    await using client = aClient({ baseURL: provider.url });
    const request = aRequest({ model: "gpt-5", temperature: 1 });
    const warnings = ["thinking_always_on", "temperature_omitted"];
    expect(client.check(request)).toEqual(warnings);
    expect((await client.complete(request)).warnings).toEqual(warnings);
  });
});

test("a hundred requests at once share the connections that are allowed", async () => {
  await using provider = await startFakeProvider({ policy: "echo", latencyMs: 2 });
  await using client = aClient({ baseURL: provider.url, connections: 4 });
  const questions = Array.from({ length: 100 }, (_, index) => `question ${index}`);
  const results = await Promise.all(
    questions.map((content) =>
      client.complete(aRequest({ messages: [{ role: "user", content }] })),
    ),
  );
  expect(results.map((result) => result.answer.content)).toEqual(questions);
});

describe("endpoints", () => {
  test("one is chosen by its name, with its own key and default model", async () => {
    await using main = await startFakeProvider({ apiKey: "sk-main" });
    await using second = await startFakeProvider({ apiKey: "sk-second" });
    await using client = aClient({
      apiKey: "sk-main",
      baseURL: main.url,
      endpoints: { second: { baseURL: second.url, apiKey: "sk-second", defaultModel: "llama" } },
    });
    const result = await client.complete(aRequest({ endpoint: "second", model: null }));
    expect(result.answer.error).toBeNull();
    expect([main.log().length, second.log()[0]?.body]).toMatchObject([0, { model: "llama" }]);
  });

  test("one of another origin does not get the client's key (E12)", () => {
    const endpoints = { other: { baseURL: "https://elsewhere.example" } };
    expect(thrown(() => aClient({ endpoints }))).toMatchObject({ kind: "auth" });
  });

  test("one that is not configured is refused, naming those that are", () => {
    const client = aClient({ endpoints: { a: {}, b: {} } });
    const error = thrown(() => client.check(aRequest({ endpoint: "c" })));
    expect(error).toMatchObject({ kind: "invalid_request", path: "endpoint" });
    expect(String(error)).toContain("Use one of a, b.");
  });
});

describe("what is refused before anything is sent", () => {
  test.each([
    ["no model anywhere", aRequest({ model: null }), "model"],
    ["an empty model (R:C31)", aRequest({ model: "" }), "model"],
    ["a request for another client", aRequest({ client: "anthropic" }), "client"],
    [
      "a field of extraBody that collides (R:C32)",
      aRequest({ extraBody: { model: "x" } }),
      "extraBody.model",
    ],
    ["a model that is served over Responses only", aRequest({ model: "gpt-6-astra" }), "model"],
    ["a conversation without a question", aRequest({ messages: [] }), "messages"],
  ])("%s", async (_, request, path) => {
    await using provider = await startFakeProvider();
    await using client = aClient({ baseURL: provider.url });
    expect(thrown(() => client.check(request))).toMatchObject({ kind: "invalid_request", path });
    await expect(client.complete(request)).rejects.toMatchObject({ kind: "invalid_request", path });
    expect(provider.log()).toEqual([]);
  });

  test.each([0, -1, Number.NaN])("a timeout of %d ms (O23)", async (timeoutMs) => {
    await using client = aClient();
    await expect(client.complete(aRequest(), { timeoutMs })).rejects.toMatchObject({
      kind: "invalid_request",
      path: "timeoutMs",
    });
  });

  test.each([
    ["apiKey", { apiKey: "" }, "auth"],
    ["baseURL", { baseURL: "nonsense" }, "invalid_request"],
    ["organization", { organization: "a\nb" }, "invalid_request"],
    ["connections", { connections: 0 }, "invalid_request"],
    ["maxBodyBytes", { maxBodyBytes: Number.NaN }, "invalid_request"],
    ["timeouts.totalMs", { timeouts: { totalMs: -1 } }, "invalid_request"],
    ["proxy", { proxy: { http: "nonsense" } }, "invalid_request"],
  ])("an option %s that cannot be used", (_, options, kind) => {
    expect(thrown(() => aClient(options))).toMatchObject({ kind });
  });
});

describe("models that want the Responses API", () => {
  const call = { id: "a", name: "look_up", arguments: {}, argumentsText: "{}", toolId: null };
  const calls = aRequest({
    model: "gpt-5.6-sol",
    messages: [
      { role: "user", content: "Go." },
      { role: "assistant", content: "", toolCalls: [call], replay: null },
      { role: "tool", content: "1", toolCallId: "a", isError: false },
    ],
  });
  const thinking = aRequest({ model: "gpt-5.6-sol", reasoning: { effort: "low" } });

  test("one of both APIs takes plain text over chat", () => {
    expect(aClient().check(aRequest({ model: "gpt-5.6-sol" }))).toEqual([]);
  });

  test.each([
    ["tool calls", calls],
    ["reasoning", thinking],
    ["anything", aRequest({ model: "gpt-6-sol" })],
  ])("%s is refused, naming the option that forces chat", (_, request) => {
    const error = thrown(() => aClient().check(request));
    expect(isKind(error, "invalid_request")).toBe(true);
    expect(String(error)).toContain('api: "chat"');
    expect(aClient({ api: "chat" }).check(request)).toEqual([]);
    const endpoints = { proxy: { api: "chat" } } as const;
    expect(aClient({ endpoints }).check({ ...request, endpoint: "proxy" })).toEqual([]);
  });
});

test("modelOf names the model behind a deployment, whose profile is taken", async () => {
  await using provider = await startFakeProvider();
  await using client = aClient({ baseURL: provider.url, modelOf: { "my-deployment": "o3" } });
  await client.complete(aRequest({ model: "my-deployment" }));
  expect(provider.log()[0]?.body).toMatchObject({
    model: "my-deployment",
    reasoning_effort: "low",
    messages: [{ role: "developer" }, { role: "user" }],
  });
});
