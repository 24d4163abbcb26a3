import type Anthropic from "@anthropic-ai/sdk";
import { transformJSONSchema } from "@anthropic-ai/sdk/lib/transform-json-schema";
import { anthropicProfile } from "@minference/clients";
import { describe, expect, test } from "@jest/globals";
import type { ChatRequest, JsonObject } from "@minference/protocol";
import { anthropicBody, bodyText } from "@minference/wire";
import { aClaudeRequest, aTool } from "./a-claude-request.ts";

/** The SDK's types know no temperature any more. */
type Params = Anthropic.MessageCreateParamsNonStreaming & { readonly temperature?: number };

function body(
  model: string,
  changes: Partial<ChatRequest>,
  apiVersion: "2026-10-21" | "2023-06-01" = "2026-10-21",
): unknown {
  const request = aClaudeRequest({ promptCache: false, ...changes });
  const profile = anthropicProfile(model, [], apiVersion);
  const { envelope, messages } = anthropicBody(request, profile, model);
  return JSON.parse(bodyText(envelope, messages));
}

const system = [{ type: "text", text: "Answer in one sentence." }] as const;
const question = { type: "text", text: "Why do prices fall?" } as const;
const tools = [aTool("look_up"), aTool("report", { kind: "structured", description: "Reports." })];
const schema = {
  type: "object",
  properties: { id: { type: "string" } },
  required: ["id"],
} as const;
const sentLookUp = { name: "look_up", input_schema: { ...schema, required: ["id"] } };
const sentReport = {
  name: "report",
  description: "Reports.",
  input_schema: { ...schema, required: ["id"] },
};

describe("golden bodies, each of them one that the SDK's types take (C57, C60–C64, C68, C100)", () => {
  test("text with cache marks, on a model that thinks only when told to", () => {
    const cache_control = { type: "ephemeral" } as const;
    const golden = {
      model: "claude-opus-4-8",
      max_tokens: 200,
      system: [{ ...system[0], cache_control }],
      messages: [{ role: "user", content: [{ ...question, cache_control }] }],
    } satisfies Params;
    expect(body("claude-opus-4-8", { promptCache: true })).toEqual(golden);
  });

  test("a forced tool", () => {
    const golden = {
      model: "claude-opus-4-8",
      max_tokens: 200,
      system: [...system],
      messages: [{ role: "user", content: [question] }],
      tools: [sentReport],
      tool_choice: { type: "tool", name: "report", disable_parallel_tool_use: true },
    } satisfies Params;
    const toolChoice = { kind: "tool", name: "report" } as const;
    expect(body("claude-opus-4-8", { tools, toolChoice })).toEqual(golden);
  });

  test("a tool asked for by the sentence, on a model that cannot be forced", () => {
    const text = 'Why do prices fall?\n\nAnswer by calling the tool "look_up".';
    const golden = {
      model: "claude-opus-5-5",
      max_tokens: 200,
      system: [...system],
      messages: [{ role: "user", content: [{ type: "text", text }] }],
      tools: [sentLookUp, sentReport],
      tool_choice: { type: "auto", disable_parallel_tool_use: true },
      output_config: { effort: "low" },
    } satisfies Params;
    const toolChoice = { kind: "tool", name: "look_up" } as const;
    expect(body("claude-opus-5-5", { tools, toolChoice })).toEqual(golden);
  });

  test("tools to choose from, with adaptive thinking", () => {
    const golden = {
      model: "claude-sonnet-5",
      max_tokens: 200,
      system: [...system],
      messages: [{ role: "user", content: [question] }],
      thinking: { type: "adaptive", display: "summarized" },
      output_config: { effort: "max" },
      tools: [sentLookUp, sentReport],
      tool_choice: { type: "auto" },
    } satisfies Params;
    const toolChoice = { kind: "auto", names: ["look_up", "report"] } as const;
    const reasoning = { effort: "max" } as const;
    expect(body("claude-sonnet-5", { tools, toolChoice, reasoning })).toEqual(golden);
  });

  test("structured output, with thinking turned off between tools", () => {
    const golden = {
      model: "claude-sonnet-5-5",
      max_tokens: 200,
      system: [...system],
      messages: [{ role: "user", content: [question] }],
      thinking: { type: "between_tools" },
      output_config: {
        format: { type: "json_schema", schema: { ...schema, additionalProperties: false } },
      },
    } satisfies Params;
    const output = { kind: "schema", schema: sentReport.input_schema, strict: true } as const;
    const named = { ...output, name: "report", description: "" };
    expect(body("claude-sonnet-5-5", { output: named })).toEqual(golden);
  });

  test("a prefill and a temperature, under the older version", () => {
    const golden = {
      model: "claude-haiku-4-5",
      max_tokens: 200,
      temperature: 0.5,
      system: [...system],
      messages: [
        { role: "user", content: [question] },
        { role: "assistant", content: [{ type: "text", text: "Here:" }] },
      ],
    } satisfies Params;
    const json = { output: { kind: "json" }, prefill: "Here: ", postfill: "!" } as const;
    const changes = { ...json, temperature: 0.5 };
    expect(body("claude-haiku-4-5", changes, "2023-06-01")).toEqual(golden);
  });

  test("a history with calls and results, with a budget of thinking", () => {
    const call = { name: "look_up", toolId: null };
    const messages: ChatRequest["messages"] = [
      { role: "user", content: "Why do prices fall?" },
      {
        role: "assistant",
        content: "I look.",
        replay: null,
        toolCalls: [
          { ...call, id: "a", arguments: { id: "x" }, argumentsText: '{"id":"x"}' },
          { ...call, id: "b", arguments: null, argumentsText: "{" },
        ],
      },
      { role: "tool", toolCallId: "a", content: "1", isError: false },
      { role: "tool", toolCallId: "b", content: "no JSON", isError: true },
      { role: "user", content: "So?" },
    ];
    const golden = {
      model: "claude-sonnet-4-5",
      max_tokens: 5000,
      system: [...system],
      messages: [
        { role: "user", content: [question] },
        {
          role: "assistant",
          content: [
            { type: "text", text: "I look." },
            { type: "tool_use", id: "a", name: "look_up", input: { id: "x" } },
            { type: "tool_use", id: "b", name: "look_up", input: {} },
          ],
        },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "a", content: "1", is_error: false },
            { type: "tool_result", tool_use_id: "b", content: "no JSON", is_error: true },
          ],
        },
        { role: "user", content: [{ type: "text", text: "So?" }] },
      ],
      thinking: { type: "enabled", budget_tokens: 4096 },
      tools: [sentLookUp, sentReport],
      tool_choice: { type: "none" },
    } satisfies Params;
    const reasoning = { effort: "medium" } as const;
    const changes = { messages, tools, reasoning, maxTokens: 5000 };
    expect(body("claude-sonnet-4-5", changes)).toEqual(golden);
  });
});

test.each<[string, JsonObject]>([
  ["nested objects", { type: "object", properties: { a: { type: "object" } }, required: ["a"] }],
  ["bounds", { type: "object", properties: { a: { type: "integer", minimum: 1, title: "A" } } }],
  ["variants", { type: "object", properties: { a: { oneOf: [{ type: "null" }, schemaOf("x")] } } }],
  ["typed variants", { type: "object", anyOf: [schemaOf("x")], properties: { a: schemaOf("y") } }],
  ["literals", { type: "object", properties: { a: { type: "string", enum: ["x"], const: "x" } } }],
  ["lists", { type: "object", properties: { a: { type: "array", items: {}, minItems: 3 } } }],
  ["formats", { type: "object", properties: { a: { type: "string", format: "regex" } } }],
  ["references", { type: "object", $defs: { b: schemaOf("x") }, properties: { a: { $ref: "b" } } }],
  ["unknown keywords", { type: "object", not: {}, patternProperties: {}, description: "D" }],
])("the subset of %s is the one that the SDK makes (4.3)", (_, given) => {
  const properties = JSON.parse(JSON.stringify(given).replaceAll("{}", '{"type":"null"}'));
  const output = { kind: "schema", schema: properties, name: "x", description: "" } as const;
  expect(body("claude-opus-4-8", { output: { ...output, strict: true } })).toMatchObject({
    output_config: { format: { schema: transformJSONSchema(properties) } },
  });
});

function schemaOf(description: string): JsonObject {
  return { type: "string", description, maxLength: 3 };
}
