import { describe, expect, test } from "@jest/globals";
import type { ChatRequest, JsonObject, ModelProfile } from "@minference/protocol";
import type OpenAI from "openai";
import { aProfile, aRequest, aResult, anAssistant, aUser } from "../../test/a-request.ts";
import { aTool } from "../../test/a-claude.ts";
import { bodyText } from "../body/body-text.ts";
import { openAIChatBody } from "./openai-chat-body.ts";
import { openAIChatTool } from "./openai-chat-tools.ts";

const tools = [aTool("look_up"), aTool("report", { kind: "structured", description: "Reports." })];
const parameters = {
  type: "object",
  properties: { id: { type: "string" } },
  required: ["id"],
};
const sentLookUp = {
  type: "function",
  function: { name: "look_up", description: "Execute look_up function", parameters },
} as const;
const sentReport = {
  type: "function",
  function: { name: "report", description: "Reports.", parameters },
} as const;

function body(changes: Partial<ChatRequest>, profile: ModelProfile = aProfile()): JsonObject {
  const { envelope, messages } = openAIChatBody(aRequest(changes), profile, "m");
  return JSON.parse(bodyText(envelope, messages));
}

function envelope(changes: Partial<ChatRequest>, profile: ModelProfile = aProfile()) {
  return openAIChatBody(aRequest(changes), profile, "m").envelope;
}

const base = {
  model: "m",
  messages: [
    { role: "system", content: "Answer in one sentence." },
    { role: "user", content: "Why do prices fall?" },
  ],
  max_completion_tokens: 200,
  temperature: 0,
} satisfies OpenAI.ChatCompletionCreateParamsNonStreaming;

describe("golden bodies (C82, spec 4.3)", () => {
  test("tool and workflow: the tool alone, forced, no parallel calls", () => {
    const golden = {
      ...base,
      tools: [sentReport],
      tool_choice: { type: "function", function: { name: "report" } },
      parallel_tool_calls: false,
    } satisfies OpenAI.ChatCompletionCreateParamsNonStreaming;
    expect(body({ tools, toolChoice: { kind: "tool", name: "report" } })).toEqual(golden);
  });

  test("auto_tools: the tools that the mode offers", () => {
    const golden = {
      ...base,
      tools: [sentLookUp, sentReport],
      tool_choice: "auto",
    } satisfies OpenAI.ChatCompletionCreateParamsNonStreaming;
    const toolChoice = { kind: "auto", names: ["look_up", "report"] } as const;
    expect(body({ tools, toolChoice })).toEqual(golden);
    expect(body({ tools, toolChoice: { ...toolChoice, names: ["report"] } })["tools"]).toEqual([
      sentReport,
    ]);
  });

  test("structured_output: the schema as it is, strict, no tools", () => {
    const schema = { ...parameters, additionalProperties: false };
    const golden = {
      ...base,
      response_format: {
        type: "json_schema",
        json_schema: { name: "report", description: "Reports.", schema, strict: true },
      },
    } satisfies OpenAI.ChatCompletionCreateParamsNonStreaming;
    const named = { kind: "schema", name: "report", description: "Reports." } as const;
    expect(body({ tools, output: { ...named, schema, strict: true } })).toEqual(golden);
  });

  test("json_object: the mode, and the postfill behind the question", () => {
    const golden = {
      ...base,
      messages: [
        { role: "system", content: "Answer in one sentence." },
        { role: "user", content: "Why do prices fall?\n\nAs JSON." },
      ],
      response_format: { type: "json_object" },
    } satisfies OpenAI.ChatCompletionCreateParamsNonStreaming;
    const json = { output: { kind: "json" }, postfill: "\n\nAs JSON." } as const;
    expect(body(json)).toEqual(golden);
    expect(openAIChatBody(aRequest(json), aProfile(), "m").messages).toEqual(base.messages);
  });

  test("json_beg: the postfill alone, with a warning for the beginning that is not sent", () => {
    const json = { output: { kind: "json" }, prefill: "{", postfill: " As JSON." } as const;
    expect(body(json)).not.toHaveProperty("response_format");
    expect(JSON.stringify(body(json)["messages"])).toContain("fall? As JSON.");
    expect(envelope(json)).toMatchObject({
      patches: { suffix: " As JSON.", prefill: null },
      output: { kind: "json", name: "parsed_content" },
      warnings: ["prefill_omitted"],
    });
  });

  test("behind tool results a postfill is a user message of its own (3.3)", () => {
    const messages = [aUser("Go."), anAssistant("", "a"), aResult("a")];
    const sent = body({ output: { kind: "json" }, postfill: "As JSON.", messages })["messages"];
    expect(sent).toMatchObject([{}, {}, {}, {}, { role: "user", content: "As JSON." }]);
  });
});

describe("json_object needs the word JSON in what is sent (3.4)", () => {
  const json = { output: { kind: "json" }, postfill: null } as const;

  test.each([
    ["the system text", { system: "Write Json." }],
    ["a message", { messages: [aUser("As jSON, please.")] }],
  ])("%s may have it", (_, changes) => {
    expect(body({ ...json, ...changes })).toHaveProperty("response_format");
  });

  test.each([null, "", "Please."])("the postfill %j has it not: refused", (postfill) => {
    expect.assertions(1);
    try {
      body({ ...json, postfill });
    } catch (error) {
      expect(error).toMatchObject({ kind: "invalid_request", path: "postfill" });
    }
  });
});

describe("parallel calls", () => {
  test("a model that refuses the field is not sent it", () => {
    const toolChoice = { kind: "tool", name: "look_up" } as const;
    const profile = aProfile({ parallelToolCalls: false });
    expect(body({ tools, toolChoice }, profile)).not.toHaveProperty("parallel_tool_calls");
  });
});

describe("strict tools (5.4)", () => {
  const strict = { ...parameters, additionalProperties: false };

  test("one in the subset is strict, one outside loses the field and is sent", () => {
    const tool = aTool("a", { strict: true, parameters: strict });
    expect(openAIChatTool(tool, aProfile())).toMatchObject({ function: { strict: true } });
    const open = openAIChatTool({ ...tool, parameters }, aProfile());
    expect(open["function"]).not.toHaveProperty("strict");
    const elsewhere = openAIChatTool(tool, aProfile({ strictSubset: null }));
    expect(elsewhere["function"]).not.toHaveProperty("strict");
  });

  test("an empty description falls back, and a schema without a type is one of an object", () => {
    expect(openAIChatTool(aTool("a", { description: "", parameters: {} }), aProfile())).toEqual({
      type: "function",
      function: {
        name: "a",
        description: "Execute a function",
        parameters: { type: "object", properties: {} },
      },
    });
  });
});

describe("strict schema output (T21)", () => {
  const output = { kind: "schema", name: "report", description: "", strict: true } as const;

  test("one outside the subset is told before anything is sent, with its path", () => {
    expect.assertions(2);
    const schema = { ...parameters, additionalProperties: false };
    const item = { type: "object", properties: { n: { type: "number" } }, required: ["n"] };
    const deep = { ...schema, properties: { id: { type: "array", items: item } } };
    try {
      body({ output: { ...output, schema: deep } });
    } catch (error) {
      expect(error).toMatchObject({
        kind: "schema_invalid",
        path: "jsonSchema.properties.id.items",
      });
      expect(String(error)).toContain("additionalProperties is not false");
    }
  });

  test("without strictness, or without a subset, it is sent as it is", () => {
    const loose = { ...output, strict: false, schema: parameters };
    expect(body({ output: loose })).toMatchObject({
      response_format: { json_schema: { schema: parameters, strict: false } },
    });
    const elsewhere = { output: { ...output, schema: parameters } };
    expect(body(elsewhere, aProfile({ strictSubset: null }))).toMatchObject({
      response_format: { json_schema: { schema: parameters, strict: true } },
    });
  });

  test("a model without schema output gets a forced tool in its place, with a warning", () => {
    const asked = { output: { ...output, schema: parameters } };
    const profile = aProfile({ nativeJsonSchema: false });
    expect(body(asked, profile)).toMatchObject({
      tools: [{ function: { name: "report" } }],
      tool_choice: { function: { name: "report" } },
    });
    expect(envelope(asked, profile)).toMatchObject({
      output: { kind: "json_by_call", name: "report" },
      warnings: ["schema_emulated"],
    });
  });
});

describe("tools beside reasoning over chat (4.4)", () => {
  const toolChoice = { kind: "auto", names: ["look_up"] } as const;
  const reasoner = aProfile({
    reasoning: "effort_field",
    efforts: ["none", "low"],
    toolsWithReasoning: false,
  });

  test("a model that takes not both is told so, and off is said when the reasoner is off", () => {
    const asked = { tools, toolChoice };
    expect(() => body({ ...asked, reasoning: { effort: "low" } }, reasoner)).toThrow("together");
    expect(body(asked, reasoner)).toMatchObject({ reasoning_effort: "none" });
    expect(body({ tools }, reasoner)).not.toHaveProperty("reasoning_effort");
  });

  test("a model without tools over chat is refused, naming the API that has them", () => {
    const profile = aProfile({ toolsOverChat: false });
    expect(() => body({ tools, toolChoice }, profile)).toThrow('api to "responses"');
    expect(body({ tools }, profile)).not.toHaveProperty("tools");
  });
});

test("a tool choice that the request does not have is refused, naming those it has", () => {
  const toolChoice = { kind: "tool", name: "gone" } as const;
  expect(() => body({ tools, toolChoice })).toThrow("Use one of look_up, report.");
});
