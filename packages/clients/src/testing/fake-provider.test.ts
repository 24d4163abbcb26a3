import { describe, expect, test } from "@jest/globals";
import { openAIChatBody, parseAnswer, storableJson } from "@minference/wire";
import { aRequest } from "../../test/a-request.ts";
import { openAIProfile } from "../profile/openai-profiles.ts";
import { fakeError } from "./fake-answer.ts";
import { startFakeProvider, type FakeProvider } from "./fake-provider.ts";

async function post(
  provider: FakeProvider,
  content: string,
  fields: object = {},
): Promise<Response> {
  return fetch(`${provider.url}/chat/completions`, {
    method: "POST",
    headers: { authorization: "Bearer sk-test" },
    body: JSON.stringify({ model: "m", messages: [{ role: "user", content }], ...fields }),
  });
}

async function textOf(response: Response): Promise<string> {
  const { answer } = parseAnswer({
    client: "openai",
    envelope: openAIChatBody(aRequest(), openAIProfile("m", []), "m").envelope,
    rawResult: storableJson(await response.text()) ?? null,
    httpStatus: response.status,
    providerRequestId: null,
    requestHash: "",
    wireHash: "",
  });
  return answer.content ?? "";
}

describe("policies", () => {
  test("seeded text is a function of the messages and the seed alone", async () => {
    await using first = await startFakeProvider({ seed: 7 });
    await using second = await startFakeProvider({ seed: 7 });
    await using other = await startFakeProvider({ seed: 8 });
    const text = await textOf(await post(first, "Why?", { temperature: 1 }));
    expect(await textOf(await post(first, "Why?"))).toBe(text);
    expect(await textOf(await post(second, "Why?"))).toBe(text);
    expect(await textOf(await post(other, "Why?"))).not.toBe(text);
    expect(await textOf(await post(first, "How?"))).not.toBe(text);
    expect(text.split(". ").length).toBeGreaterThanOrEqual(4);
  });

  test("a function sees the request and what came before it", async () => {
    await using provider = await startFakeProvider({
      policy: ({ model, messages }, { index, repeats }) =>
        [model, messages.length, index, repeats].join(),
    });
    expect(await textOf(await post(provider, "a"))).toBe("m,1,0,0");
    expect(await textOf(await post(provider, "b"))).toBe("m,1,1,0");
    expect(await textOf(await post(provider, "a"))).toBe("m,1,2,1");
  });

  test("a script is answered in order; after its end comes status 500", async () => {
    await using provider = await startFakeProvider({
      policy: {
        script: [
          "one",
          { kind: "text", content: "two", usage: null, finishReason: "length" },
          { kind: "calls", calls: [{ name: "look_up", arguments: { a: 1 } }] },
        ],
      },
    });
    expect(await textOf(await post(provider, "?"))).toBe("one");
    const second = await (await post(provider, "?")).json();
    expect(second).toMatchObject({ choices: [{ finish_reason: "length" }] });
    expect(second).not.toHaveProperty("usage");
    expect(await (await post(provider, "?")).json()).toMatchObject({
      choices: [
        {
          finish_reason: "tool_calls",
          message: {
            content: null,
            tool_calls: [{ id: "call_0", function: { name: "look_up", arguments: '{"a":1}' } }],
          },
        },
      ],
    });
    expect((await post(provider, "?")).status).toBe(500);
  });

  test("a function that throws is answered with status 500 and its error", async () => {
    await using provider = await startFakeProvider({
      policy: () => {
        throw new Error("the test is wrong");
      },
    });
    const response = await post(provider, "?");
    expect(response.status).toBe(500);
    expect(await response.text()).toContain("the test is wrong");
  });
});

describe("faults", () => {
  const fault = fakeError({ status: 503, retryAfter: "1" });

  async function statuses(rule: object, contents: readonly string[]): Promise<readonly number[]> {
    await using provider = await startFakeProvider({ faults: [{ answer: fault, ...rule }] });
    const all: number[] = [];
    for (const content of contents) all.push((await post(provider, content)).status);
    return all;
  }

  test.each([
    ["the first n", { first: 2 }, [503, 503, 200, 200]],
    ["each n-th", { every: 2 }, [200, 503, 200, 503]],
    ["those with a text", { contains: "poison" }, [200, 503, 200, 503]],
    ["only the first sending of a body", { sendings: "first" }, [503, 503, 503, 200]],
    ["two conditions at once", { contains: "poison", sendings: "first" }, [200, 503, 200, 200]],
    ["all", { share: 1 }, [503, 503, 503, 503]],
    ["none", { share: 0 }, [200, 200, 200, 200]],
  ])("a rule meets %s", async (_, rule, expected) => {
    expect(await statuses(rule, ["a", "poison", "b", "poison"])).toEqual(expected);
  });

  test("a share is chosen by the body, so that it is the same in each run", async () => {
    const contents = Array.from({ length: 40 }, (_, index) => `text ${index}`);
    const first = await statuses({ share: 0.5 }, contents);
    expect(await statuses({ share: 0.5 }, contents)).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 503]));
  });
});

describe("the log", () => {
  test("has each request with its body, its headers and how it ended", async () => {
    const answers = ["Hi.", fakeError({ status: 429 })];
    await using provider = await startFakeProvider({ policy: { script: answers } });
    await post(provider, "one");
    await post(provider, "two");
    expect(provider.log()).toMatchObject([
      {
        index: 0,
        path: "/v1/chat/completions",
        body: { messages: [{ content: "one" }] },
        headers: { authorization: "[redacted]" },
        status: 200,
        answerId: "chatcmpl-fake-0",
        usage: { prompt_tokens: 5, completion_tokens: 1, total_tokens: 6 },
      },
      { index: 1, status: 429, answerId: null, usage: null },
    ]);
  });

  test("has a request that was cut off without an answer", async () => {
    await using provider = await startFakeProvider({
      policy: () => ({ kind: "cut", after: "request" }),
    });
    await expect(post(provider, "one")).rejects.toThrow();
    expect(provider.log()).toMatchObject([{ status: null, answerId: null }]);
  });

  test("keeps no bodies when it is told so", async () => {
    await using provider = await startFakeProvider({ log: "heads" });
    await post(provider, "one");
    expect(provider.log()).toMatchObject([{ body: null, status: 200 }]);
    expect(provider.log()[0]?.bodySha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

test("what is no chat completion is answered with status 404", async () => {
  await using provider = await startFakeProvider();
  expect((await fetch(`${provider.url}/models`)).status).toBe(404);
});

test("closing it twice is quiet", async () => {
  const provider = await startFakeProvider();
  await provider.close();
  await provider.close();
  await expect(post(provider, "?")).rejects.toThrow();
});
