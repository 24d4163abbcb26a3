import { expect, test } from "@jest/globals";
import { UnsafeNameError } from "@minference/protocol";
import { CallableTool } from "./callable-tool.ts";
import { StructuredTool } from "./structured-tool.ts";

const named = (name: string): CallableTool => new CallableTool({ name, inputSchema: {} });

test.each([
  ["get weather", "get_weather"],
  ["math.add", "math_add"],
  ["größe", "gro_e"],
  ["天気", "tool"],
  ["x".repeat(65), "x".repeat(64)],
  ["", "tool"],
])("the tool name %j is refused and %j suggested (T14)", (name, suggested) => {
  expect(() => named(name)).toThrow(UnsafeNameError);
  expect(() => named(name)).toThrow(`such as "${suggested}"`);
  expect(() => new StructuredTool({ name })).toThrow(UnsafeNameError);
});

test("an unsafe name is refused at assignment too, and the tool keeps its own (T14)", () => {
  const tool = named("add");
  expect(() => {
    tool.name = "a d d";
  }).toThrow(UnsafeNameError);
  expect(tool.name).toBe("add");
});

test.each(["__proto__", "constructor", "toString", "then", "a-b_C9"])(
  "the tool name %s is taken (T16)",
  (name) => {
    expect(named(name).name).toBe(name);
  },
);
