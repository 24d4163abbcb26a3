import { describe, expect, test } from "@jest/globals";
import type { ChatRequest, ModelProfile } from "@minference/protocol";
import type OpenAI from "openai";
import { aProfile, aRequest, aResult, anAssistant, aUser } from "../../test/a-request.ts";
import { bodyText } from "../body/body-text.ts";
import { openAIChatBody } from "./openai-chat-body.ts";

function rendered(request: ChatRequest, profile: ModelProfile = aProfile()): unknown {
  const { envelope, messages } = openAIChatBody(request, profile, "gpt-4.1-mini");
  return JSON.parse(bodyText(envelope, messages));
}

function fields(request: ChatRequest, profile: ModelProfile) {
  const { body, warnings } = openAIChatBody(request, profile, "m").envelope;
  const rest = Object.entries(body).filter(([name]) => name !== "model");
  return { ...Object.fromEntries(rest), warnings };
}

describe("golden bodies", () => {
  test("a question under a system prompt", () => {
    const golden = {
      model: "gpt-4.1-mini",
      messages: [
        { role: "system", content: "Answer in one sentence." },
        { role: "user", content: "Why do prices fall?" },
      ],
      max_completion_tokens: 200,
      temperature: 0,
    } satisfies OpenAI.ChatCompletionCreateParamsNonStreaming;
    expect(rendered(aRequest())).toEqual(golden);
  });

  test("a history with two calls, one of them with arguments that do not parse", () => {
    const golden = {
      model: "gpt-4.1-mini",
      messages: [
        { role: "user", content: "Look up both." },
        {
          role: "assistant",
          content: "I will.",
          tool_calls: [
            { id: "a", type: "function", function: { name: "look_up", arguments: '{"id":"a"}' } },
            { id: "b", type: "function", function: { name: "look_up", arguments: '{"id": cut' } },
          ],
        },
        { role: "tool", tool_call_id: "a", content: "result of a" },
        { role: "tool", tool_call_id: "b", content: "result of b" },
      ],
      max_completion_tokens: 200,
      temperature: 0,
    } satisfies OpenAI.ChatCompletionCreateParamsNonStreaming;
    const call = { name: "look_up", toolId: null };
    const assistant = {
      role: "assistant",
      content: "I will.",
      replay: null,
      toolCalls: [
        { ...call, id: "a", arguments: { id: "a" }, argumentsText: '{"id":"a"}' },
        { ...call, id: "b", arguments: null, argumentsText: '{"id": cut' },
      ],
    } as const;
    const messages = [aUser("Look up both."), assistant, aResult("a"), aResult("b")];
    expect(rendered(aRequest({ system: null, messages }))).toEqual(golden);
  });

  test("a reasoning model with reasoning on", () => {
    const golden = {
      model: "gpt-4.1-mini",
      messages: [
        { role: "developer", content: "Answer in one sentence." },
        { role: "user", content: "Why do prices fall?" },
      ],
      max_completion_tokens: 200,
      reasoning_effort: "high",
      stop: ["END"],
    } satisfies OpenAI.ChatCompletionCreateParamsNonStreaming;
    const profile = aProfile({
      reasoning: "effort_field",
      efforts: ["low", "high"],
      sampling: "no",
      systemRole: "developer",
    });
    const request = aRequest({ reasoning: { effort: "high" }, extraBody: { stop: ["END"] } });
    expect(rendered(request, profile)).toEqual(golden);
  });
});

describe("temperature", () => {
  test("it is sent where sampling is, and left out when null", () => {
    expect(fields(aRequest({ temperature: 0.7 }), aProfile())).toMatchObject({ temperature: 0.7 });
    expect(fields(aRequest({ temperature: null }), aProfile())).not.toHaveProperty("temperature");
  });

  test("left out by the profile it is a warning, unless it is the default 0", () => {
    const profile = aProfile({ sampling: "no" });
    expect(fields(aRequest({ temperature: 0.7 }), profile)).toEqual({
      max_completion_tokens: 200,
      warnings: ["temperature_omitted"],
    });
    expect(fields(aRequest({ temperature: 0 }), profile)).toEqual({
      max_completion_tokens: 200,
      warnings: [],
    });
  });

  test("sampling with effort none sends it only while reasoning is off", () => {
    const profile = aProfile({
      sampling: "none",
      reasoning: "effort_field",
      thinkingOff: "none",
      efforts: ["none", "low"],
    });
    expect(fields(aRequest({ temperature: 1 }), profile)).toEqual({
      max_completion_tokens: 200,
      reasoning_effort: "none",
      temperature: 1,
      warnings: [],
    });
    expect(fields(aRequest({ temperature: 1, reasoning: { effort: "low" } }), profile)).toEqual({
      max_completion_tokens: 200,
      reasoning_effort: "low",
      warnings: ["temperature_omitted"],
    });
  });
});

describe("reasoning", () => {
  test("a model that cannot stop thinking gets its lowest effort, with a warning", () => {
    const profile = aProfile({
      reasoning: "effort_field",
      thinkingOff: "never",
      efforts: ["minimal", "low"],
    });
    expect(fields(aRequest(), profile)).toMatchObject({
      reasoning_effort: "minimal",
      warnings: ["thinking_always_on"],
    });
  });

  test("a model without reasoning is asked without it, with a warning", () => {
    const asked = fields(aRequest({ reasoning: { effort: "low" } }), aProfile());
    expect(asked).not.toHaveProperty("reasoning_effort");
    expect(asked.warnings).toEqual(["reasoning_omitted"]);
  });

  test("an effort that the model lacks is refused before sending, naming those it has", () => {
    const profile = aProfile({ reasoning: "effort_field", efforts: ["none", "low", "high"] });
    expect(() => fields(aRequest({ reasoning: { effort: "max" } }), profile)).toThrow(
      "The model does not take the reasoning effort max. Use one of low, high.",
    );
  });
});

test.each([
  ["max_tokens", "max_tokens"],
  ["max_completion_tokens", "max_completion_tokens"],
  ["max_output_tokens", "max_completion_tokens"],
] as const)("the limit of a profile with %s is sent over chat as %s", (field, sent) => {
  expect(fields(aRequest(), aProfile({ maxTokensField: field }))).toHaveProperty(sent, 200);
});

test.each([
  ["toolChoice", { toolChoice: { kind: "auto", names: ["look_up"] } }],
  ["postfill", { output: { kind: "json" }, postfill: "Go." }],
] as const)("a request whose %s cannot be kept is refused by its path", (path, changes) => {
  expect.assertions(1);
  try {
    rendered(aRequest(changes));
  } catch (error) {
    expect(error).toMatchObject({ kind: "invalid_request", path });
  }
});

test("a blank model name is refused; one with slash and colon passes through (R:C31)", () => {
  expect(() => openAIChatBody(aRequest(), aProfile(), " ")).toThrow("The model name is blank.");
  const { body } = openAIChatBody(aRequest(), aProfile(), "org/model:free").envelope;
  expect(body["model"]).toBe("org/model:free");
});

test("the tools of a thread are not sent where its mode offers none", () => {
  const tools = [
    { kind: "callable", name: "look_up", description: null, parameters: {}, strict: true },
  ] as const;
  expect(rendered(aRequest({ tools }))).not.toHaveProperty("tools");
});

test("equal requests give the same bytes, whatever the order of extraBody", () => {
  const text = (extraBody: ChatRequest["extraBody"]): string => {
    const { envelope, messages } = openAIChatBody(aRequest({ extraBody }), aProfile(), "m");
    return bodyText(envelope, messages);
  };
  expect(text({ top_p: 1, stop: ["a"] })).toBe(text({ stop: ["a"], top_p: 1 }));
});

test("an assistant turn with calls and no text has the content null", () => {
  const messages = [aUser("Go."), anAssistant("", "a"), aResult("a")];
  expect(openAIChatBody(aRequest({ messages }), aProfile(), "m").messages[2]).toMatchObject({
    content: null,
  });
});
