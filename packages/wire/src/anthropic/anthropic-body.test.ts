import { describe, expect, test } from "@jest/globals";
import type { ChatRequest } from "@minference/protocol";
import { bodyText, requestHashOf } from "@minference/wire";
import { createHash } from "node:crypto";
import {
  aCheckingClaude,
  aClaude,
  aClaudeBody,
  aClaudeEnvelope,
  aClaudeRequest,
  aModel,
  aTool,
} from "../../test/a-claude.ts";
import { aResult, anAssistant, aUser } from "../../test/a-request.ts";
import { anthropicBody } from "./anthropic-body.ts";

const text = (content: string) => [{ type: "text", text: content }];
const tools = [aTool("look_up"), aTool("report", { kind: "structured" })];
const sentLookUp = { name: "look_up", input_schema: tools[0]?.parameters };
const sentReport = { name: "report", input_schema: tools[1]?.parameters };
const afterCalls = [aUser("Go."), anAssistant("", "a"), aResult("a")];

describe("golden bodies (spec 4.3)", () => {
  test("text: a question under a system prompt", () => {
    expect(aClaudeBody()).toEqual({
      model: aModel,
      messages: [{ role: "user", content: text("Why do prices fall?") }],
      max_tokens: 200,
      system: text("Answer in one sentence."),
    });
  });

  test("tool and workflow: the tool alone, forced, no parallel calls", () => {
    expect(aClaudeBody({ tools, toolChoice: { kind: "tool", name: "report" } })).toMatchObject({
      tools: [sentReport],
      tool_choice: { type: "tool", name: "report", disable_parallel_tool_use: true },
    });
  });

  test("auto_tools: the tools that the mode offers", () => {
    const toolChoice = { kind: "auto", names: ["look_up"] } as const;
    expect(aClaudeBody({ tools, toolChoice })).toMatchObject({
      tools: [sentLookUp],
      tool_choice: { type: "auto" },
    });
  });

  test("structured_output: the subset of the schema, no tools", () => {
    const output = {
      kind: "schema",
      schema,
      name: "report",
      description: "",
      strict: true,
    } as const;
    const body = aClaudeBody({ tools, output });
    expect(body).toMatchObject({
      output_config: {
        format: { type: "json_schema", schema: { ...schema, additionalProperties: false } },
      },
    });
    expect(Object.keys(body)).not.toContain("tools");
  });

  test("structured_output without strictness: the schema as a forced tool, and not strict", () => {
    const output = { kind: "schema", schema, name: "x", description: "y", strict: false } as const;
    expect(aClaudeBody({ output })).toMatchObject({
      tools: [{ name: "x", description: "y", input_schema: schema }],
      tool_choice: { type: "tool", name: "x", disable_parallel_tool_use: true },
    });
    const { warnings, output: asked } = aClaudeEnvelope({ output });
    expect([warnings, asked]).toEqual([["schema_emulated"], { kind: "json_by_call", name: "x" }]);
    expect(aClaudeBody({ output }, aClaude({ forcedTool: "no" }))).toHaveProperty("output_config");
  });
});

const schema = {
  type: "object",
  properties: { price: { type: "number" } },
  required: ["price"],
};

test("the request hash is that of the bytes that the envelope and the messages give (1.7)", () => {
  const { envelope, messages } = anthropicBody(
    aClaudeRequest({ promptCache: true }),
    aClaude(),
    aModel,
  );
  const bytes = bodyText(envelope, messages);
  const stored = JSON.parse(JSON.stringify(envelope));
  expect(bodyText(stored, messages)).toBe(bytes);
  expect(requestHashOf(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
});

describe("cache marks (C100)", () => {
  const long = [...afterCalls, anAssistant("Done."), aUser("And now?")];
  const marked = { promptCache: true, tools, messages: long } as const;
  const toolChoice = { kind: "auto", names: ["look_up", "report"] } as const;

  /** Places of all marks in a body, as paths. */
  function marks(value: unknown, path = ""): string[] {
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, each]) =>
      key === "cache_control" ? [path] : marks(each, `${path}/${key}`),
    );
  }

  test("four: system, last tool, last message and the one two before it", () => {
    expect(marks(aClaudeBody({ ...marked, toolChoice }))).toEqual([
      "/messages/2/content/0",
      "/messages/4/content/0",
      "/system/0",
      "/tools/1",
    ]);
  });

  test("none without promptCache", () => {
    expect(marks(aClaudeBody({ ...marked, toolChoice, promptCache: false }))).toEqual([]);
  });

  test("never on a prefill: the marked message is the one before it", () => {
    const json = { output: { kind: "json" }, prefill: "{", system: null } as const;
    const body = aClaudeBody({ ...json, promptCache: true }, aClaude({ prefill: true }));
    expect(marks(body)).toEqual(["/messages/0/content/0"]);
    expect(body["messages"]).toHaveLength(2);
  });

  test("they change no text: without them the body is the same", () => {
    const unmarked = JSON.stringify(aClaudeBody({ ...marked, toolChoice })).replaceAll(
      ',"cache_control":{"type":"ephemeral"}',
      "",
    );
    expect(JSON.parse(unmarked)).toEqual(
      aClaudeBody({ ...marked, toolChoice, promptCache: false }),
    );
  });
});

describe("tools in the history while the mode offers none", () => {
  test("the definitions go out, not to be called", () => {
    expect(aClaudeBody({ tools, messages: afterCalls })).toMatchObject({
      tools: [sentLookUp, sentReport],
      tool_choice: { type: "none" },
    });
  });

  test("without any definition there is no tool choice, and the calls are told as text", () => {
    const body = aClaudeBody({ messages: afterCalls });
    expect(Object.keys(body)).not.toContain("tool_choice");
    expect(JSON.stringify(body)).not.toContain("tool_use");
  });
});

describe("a tool that cannot be forced (4.4)", () => {
  const toolChoice = { kind: "tool", name: "look_up" } as const;
  const sentence = '\n\nAnswer by calling the tool "look_up".';

  test("is asked for by a sentence that does not stay", () => {
    const profile = aClaude({ forcedTool: "no" });
    expect(aClaudeBody({ tools, toolChoice }, profile)).toMatchObject({
      messages: [{ role: "user", content: text(`Why do prices fall?${sentence}`) }],
      tools: [sentLookUp],
      tool_choice: { type: "auto", disable_parallel_tool_use: true },
    });
    const { envelope, messages } = anthropicBody(
      aClaudeRequest({ tools, toolChoice }),
      profile,
      aModel,
    );
    expect(messages).toEqual([{ role: "user", content: text("Why do prices fall?") }]);
    expect(envelope).toMatchObject({
      patches: { suffix: sentence },
      keptSuffix: null,
      output: { kind: "call", name: "look_up" },
      warnings: ["tool_choice_emulated"],
    });
  });

  test("behind tool results the sentence is a block of its own (3.3)", () => {
    const body = aClaudeBody({ tools, toolChoice, messages: afterCalls }, aCheckingClaude());
    expect(body["messages"]).toMatchObject([
      {},
      {},
      { role: "user", content: [{ type: "tool_result" }, { type: "text", text: sentence }] },
    ]);
  });

  test("where blocks are checked against the prefix the whole list goes out and the sentence stays", () => {
    const request = aClaudeRequest({ tools, toolChoice });
    const { envelope, messages } = anthropicBody(request, aCheckingClaude(), aModel);
    expect(messages).toEqual([{ role: "user", content: text(`Why do prices fall?${sentence}`) }]);
    expect(envelope).toMatchObject({
      body: { tools: [sentLookUp, sentReport], tool_choice: { type: "auto" } },
      patches: { suffix: null },
      keptSuffix: sentence,
      signedPrefix: "whole",
    });
  });

  test("a structured one is asked for by its schema", () => {
    const forced = { tools, toolChoice: { kind: "tool", name: "report" } } as const;
    expect(aClaudeBody(forced, aCheckingClaude())).toMatchObject({
      tools: [sentLookUp, sentReport],
      tool_choice: { type: "none" },
      output_config: { format: { type: "json_schema" } },
    });
    expect(aClaudeEnvelope(forced, aCheckingClaude())).toMatchObject({
      output: { kind: "json", name: "report" },
      warnings: ["tool_choice_emulated", "thinking_always_on"],
    });
  });

  test("while the model thinks, where it can be forced only then", () => {
    const profile = aClaude({ forcedTool: "thinking_off" });
    const thinking = { tools, toolChoice, reasoning: { effort: "low" } } as const;
    expect(aClaudeBody(thinking, profile)).toMatchObject({ tool_choice: { type: "auto" } });
    expect(aClaudeBody({ tools, toolChoice }, profile)).toMatchObject({
      tool_choice: { type: "tool" },
    });
  });

  test.each([
    ["text", { kind: "none" }],
    ["auto_tools", { kind: "auto", names: ["look_up"] }],
    ["tool", { kind: "tool", name: "look_up" }],
  ] as const)("in %s the tools of a checking model are the same bytes", (_, choice) => {
    const body = aClaudeBody({ tools, toolChoice: choice }, aCheckingClaude());
    expect(body["tools"]).toEqual([sentLookUp, sentReport]);
  });
});

describe("thinking (4.4)", () => {
  const on = { reasoning: { effort: "high" }, maxTokens: 20_000 } as const;

  test.each([
    ["adaptive", { type: "adaptive", display: "summarized" }, { effort: "high" }],
    ["always", { type: "adaptive", display: "summarized" }, { effort: "high" }],
    ["budget", { type: "enabled", budget_tokens: 16_384 }, undefined],
    ["none", undefined, undefined],
  ] as const)("with a reasoner, kind %s", (reasoning, thinking, config) => {
    const { thinking: sent, output_config: sentConfig } = aClaudeBody(on, aClaude({ reasoning }));
    expect([sent, sentConfig]).toEqual([thinking, config]);
  });

  test.each([
    ["omit", [undefined, undefined, []]],
    ["disabled", [{ type: "disabled" }, undefined, []]],
    ["between_tools", [{ type: "between_tools" }, undefined, []]],
    ["never", [undefined, { effort: "low" }, ["thinking_always_on"]]],
  ] as const)("without one, off by %s", (thinkingOff, expected) => {
    const profile = aClaude({ thinkingOff });
    const { thinking, output_config: config } = aClaudeBody({}, profile);
    expect([thinking, config, aClaudeEnvelope({}, profile).warnings]).toEqual(expected);
  });

  test("an effort that the model lacks is refused, naming those it has", () => {
    expect(() => aClaudeBody({ reasoning: { effort: "max" } })).toThrow("Use one of low, high.");
  });

  test("a budget that maxTokens leaves no room for names the least maxTokens", () => {
    const low = { reasoning: { effort: "low" }, maxTokens: 1024 } as const;
    const profile = aClaude({ reasoning: "budget" });
    expect(() => aClaudeBody(low, profile)).toThrow("Set maxTokens to at least 1025");
    expect(aClaudeBody({ ...low, maxTokens: 1025 }, profile)).toHaveProperty("thinking");
  });
});

describe("temperature", () => {
  const sampling = aClaude({ sampling: "yes" });

  function sent(changes: Partial<ChatRequest>, profile = aClaude()) {
    const { temperature } = aClaudeBody(changes, profile);
    return [temperature, aClaudeEnvelope(changes, profile).warnings];
  }

  test("is sent where the model samples", () => {
    expect(sent({ temperature: 0.5 }, sampling)).toEqual([0.5, []]);
    expect(sent({ temperature: null }, sampling)).toEqual([undefined, []]);
  });

  test("is left out with a warning, unless it is the default 0", () => {
    expect(sent({ temperature: 0.5 })).toEqual([undefined, ["temperature_omitted"]]);
    expect(sent({ temperature: 0 })).toEqual([undefined, []]);
  });

  test("is never sent with thinking", () => {
    const thinking = { temperature: 0.5, reasoning: { effort: "low" } } as const;
    expect(sent(thinking, sampling)).toEqual([undefined, ["temperature_omitted"]]);
  });

  test("above 1 it is refused, whatever the model takes (4.2)", () => {
    expect(() => aClaudeBody({ temperature: 1.1 })).toThrow("above 1");
  });
});

describe("JSON by a beginning (3.4)", () => {
  const json = { output: { kind: "json" }, prefill: "Here: \n", postfill: "\nAs JSON." } as const;

  test("is the last assistant message, white space at its end cut, where the model takes one", () => {
    const { messages } = aClaudeBody(json, aClaude({ prefill: true }));
    expect(messages).toEqual([
      { role: "user", content: text("Why do prices fall?") },
      { role: "assistant", content: text("Here:") },
    ]);
  });

  test.each([
    ["a model that takes none", json, aClaude()],
    ["a model that thinks", { ...json, reasoning: { effort: "low" } }, aClaude({ prefill: true })],
  ] as const)("%s gets the postfill, with a warning", (_, changes, profile) => {
    expect(aClaudeBody(changes, profile)["messages"]).toEqual([
      { role: "user", content: text("Why do prices fall?\nAs JSON.") },
    ]);
    expect(aClaudeEnvelope(changes, profile).warnings).toEqual(["prefill_omitted"]);
  });

  test("a blank beginning or end is none: the API refuses both", () => {
    const blank = { ...json, prefill: "", postfill: " " };
    expect(aClaudeBody(blank, aClaude({ prefill: true }))["messages"]).toHaveLength(1);
    expect(aClaudeBody(blank)["messages"]).toEqual(aClaudeBody()["messages"]);
  });

  test("json_object, which brings no beginning, is refused, naming what to use (4.2)", () => {
    expect(() => aClaudeBody({ output: { kind: "json" } })).toThrow("structured_output");
  });

  test("in text mode neither is sent", () => {
    const body = aClaudeBody({ prefill: "{", postfill: "!" }, aClaude({ prefill: true }));
    expect(body["messages"]).toEqual(aClaudeBody()["messages"]);
  });
});

describe("extraBody (4.5)", () => {
  test("known and unknown fields go out sorted", () => {
    const extraBody = { stop_sequences: ["END"], metadata: { user_id: "u" } };
    expect(Object.keys(aClaudeBody({ extraBody })).slice(-3)).toEqual([
      "metadata",
      "stop_sequences",
      "system",
    ]);
  });

  test.each(["model", "system", "tools", "thinking", "stream", "cache_control", "seed", "top_p"])(
    "%s is refused by its path (R:C32)",
    (name) => {
      expect.assertions(1);
      try {
        aClaudeBody({ extraBody: { [name]: 1 } });
      } catch (error) {
        expect(error).toMatchObject({ kind: "invalid_request", path: `extraBody.${name}` });
      }
    },
  );

  test("top_k goes out where the model samples as it is told", () => {
    const body = aClaudeBody({ extraBody: { top_k: 3 } }, aClaude({ sampling: "yes" }));
    expect(body["top_k"]).toBe(3);
  });
});

test.each([null, "", "  \n"])("the system text %j is no system field", (system) => {
  expect(aClaudeBody({ system })).not.toHaveProperty("system");
});

test("a blank model name is refused (R:C31)", () => {
  expect(() => anthropicBody(aClaudeRequest(), aClaude(), " ")).toThrow("blank");
});
