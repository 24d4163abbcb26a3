import { expect, test } from "@jest/globals";
import { CallableTool } from "./callable-tool.ts";
import { StructuredTool } from "./structured-tool.ts";

const schema = { type: "object", properties: { b: { type: "string" }, a: { type: "number" } } };

test("the schema instruction is the instruction, a space and the schema as compact JSON (1.6)", () => {
  const tool = new StructuredTool({ jsonSchema: schema, instructionString: "Follow:" });
  expect(tool.schemaInstruction).toBe(
    'Follow: {"type":"object","properties":{"b":{"type":"string"},"a":{"type":"number"}}}',
  );
});

test("callable and structured tools are offered alike (5.4)", () => {
  const callable = new CallableTool({ name: "add", description: "Adds", inputSchema: schema });
  const structured = new StructuredTool({ jsonSchema: schema, strictSchema: false });
  expect(callable.toToolSpec()).toEqual({
    kind: "callable",
    name: "add",
    description: "Adds",
    parameters: schema,
    strict: true,
  });
  expect(structured.toToolSpec()).toEqual({
    kind: "structured",
    name: "generate_structured_output",
    description: "Generate a structured output based on the provided JSON schema.",
    parameters: schema,
    strict: false,
  });
  expect(callable.parametersSchema).toEqual(structured.parametersSchema);
});

test("a schema keeps the order of its keys, and a key named __proto__ (G5)", () => {
  const inputSchema: unknown = JSON.parse('{"b":1,"__proto__":{"x":1},"a":2}');
  const tool = new StructuredTool({});
  Reflect.set(tool, "jsonSchema", inputSchema);
  expect(JSON.stringify(tool.jsonSchema)).toBe('{"b":1,"__proto__":{"x":1},"a":2}');
});

test.each([[[]], ["{}"], [null], [7]])("%j is no schema (G3)", (inputSchema) => {
  const make = (): unknown => Reflect.construct(CallableTool, [{ name: "add", inputSchema }]);
  expect(make).toThrow(/CallableTool\.inputSchema/);
});
