import { describe, expect, test } from "@jest/globals";
import type { ChatRequest, ModelProfile } from "@minference/protocol";
import { aTool } from "../../test/a-claude.ts";
import { aProfile, aRequest } from "../../test/a-request.ts";
import { toolPlan, type PlanningModel } from "./tool-plan.ts";

const tools = [aTool("call"), aTool("fill", { kind: "structured" })];
const schema = {
  kind: "schema",
  schema: {},
  name: "answer",
  description: "",
  strict: true,
} as const;

/** What is sent, in short: tools, choice, schema, sentence; and what is read. */
function plan(
  changes: Partial<ChatRequest>,
  profile: Partial<ModelProfile> = {},
  model: Partial<PlanningModel> = {},
) {
  const { choice, ...made } = toolPlan(aRequest({ tools, ...changes }), {
    profile: aProfile(profile),
    thinks: false,
    looseSchema: "native",
    ...model,
  });
  const names = made.tools.map(({ name }) => name).join();
  const read = "name" in made.output ? `${made.output.kind} ${made.output.name}` : "text";
  const sent = [made.schema?.name ?? "-", made.sentence === null ? "-" : "sentence"];
  return [names, choice.kind, ...sent, read, made.warnings.join()];
}

const call = { toolChoice: { kind: "tool", name: "call" } } as const;
const fill = { toolChoice: { kind: "tool", name: "fill" } } as const;
const auto = { toolChoice: { kind: "auto", names: ["call"] } } as const;
const no = { forcedTool: "no" } as const;
const checks = { prefixCheck: true, forcedTool: "yes" } as const;
const emulated = "tool_choice_emulated";

describe("what each mode asks of each kind of model (4.3, 4.4)", () => {
  const schemaless = { nativeJsonSchema: false } as const;
  const noSchema = { ...no, ...schemaless } as const;

  test.each([
    ["text", [{}, {}], ["", "none", "-", "-", "text", ""]],
    ["text, checked prefix", [{}, checks], ["call,fill", "none", "-", "-", "text", ""]],
    ["auto", [auto, {}], ["call", "auto", "-", "-", "text", ""]],
    ["auto, checked prefix", [auto, checks], ["call,fill", "auto", "-", "-", "text", ""]],
    ["tool", [call, {}], ["call", "forced", "-", "-", "call call", ""]],
    ["tool, no forcing", [call, no], ["call", "auto", "-", "sentence", "call call", emulated]],
    [
      "tool, checked prefix",
      [call, checks],
      ["call,fill", "auto", "-", "sentence", "call call", emulated],
    ],
    ["structured tool", [fill, {}], ["fill", "forced", "-", "-", "call fill", ""]],
    ["structured, no forcing", [fill, no], ["", "none", "fill", "-", "json fill", emulated]],
    [
      "structured, no forcing and no schema output",
      [fill, noSchema],
      ["fill", "auto", "-", "sentence", "call fill", emulated],
    ],
    [
      "structured, checked prefix",
      [fill, checks],
      ["call,fill", "none", "fill", "-", "json fill", emulated],
    ],
    ["schema", [{ output: schema }, {}], ["", "none", "answer", "-", "json answer", ""]],
    [
      "schema, no schema output",
      [{ output: schema }, schemaless],
      ["answer", "forced", "-", "-", "json_by_call answer", "schema_emulated"],
    ],
    [
      "schema, neither",
      [{ output: schema }, noSchema],
      ["answer", "auto", "-", "sentence", "json_by_call answer", `schema_emulated,${emulated}`],
    ],
  ] as const)("%s", (_, [changes, profile], expected) => {
    expect(plan(changes, profile)).toEqual(expected);
  });
});

describe("a schema without strictness", () => {
  const loose = { output: { ...schema, strict: false } } as const;

  test("is native where the provider has that form", () => {
    expect(plan(loose)).toEqual(["", "none", "answer", "-", "json answer", ""]);
  });

  test("is a forced tool where it has not, or native all the same where none can be forced", () => {
    expect(plan(loose, {}, { looseSchema: "tool" }).slice(0, 2)).toEqual(["answer", "forced"]);
    expect(plan(loose, no, { looseSchema: "tool" })[2]).toBe("answer");
  });
});

test("a model that can be forced only without thinking is forced only then", () => {
  const profile = { forcedTool: "thinking_off" } as const;
  expect(plan(call, profile)[1]).toBe("forced");
  expect(plan(call, profile, { thinks: true })[1]).toBe("auto");
});

test("a schema in place of a structured tool is strict where the tool would be (5.4)", () => {
  const closed = { type: "object", properties: {}, required: [], additionalProperties: false };
  const strictness = [
    { strict: true, parameters: closed },
    { strict: false, parameters: closed },
    { strict: true, parameters: { type: "object" } },
  ].map((changes) => {
    const offered = [aTool("fill", { kind: "structured", ...changes })];
    const target = { profile: aProfile(no), thinks: false, looseSchema: "native" } as const;
    return toolPlan(aRequest({ tools: offered, ...fill }), target).schema?.strict;
  });
  expect(strictness).toEqual([true, false, false]);
});

test("an emulated choice allows one call, auto_tools many", () => {
  const target = { profile: aProfile(no), thinks: false, looseSchema: "native" } as const;
  expect(toolPlan(aRequest({ tools, ...call }), target).choice).toEqual({
    kind: "auto",
    calls: "one",
  });
  expect(toolPlan(aRequest({ tools, ...auto }), target).choice).toEqual({
    kind: "auto",
    calls: "many",
  });
});

test.each([
  ["tool", { kind: "tool", name: "gone" }],
  ["auto_tools", { kind: "auto", names: ["call", "gone"] }],
] as const)("a name that %s does not have is refused by its path", (_, toolChoice) => {
  expect.assertions(1);
  try {
    plan({ toolChoice });
  } catch (error) {
    expect(error).toMatchObject({ kind: "invalid_request", path: "toolChoice" });
  }
});
