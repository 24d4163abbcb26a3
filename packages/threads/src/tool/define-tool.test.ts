import { describe, expect, test } from "@jest/globals";
import { SchemaInvalidError, ToolNotFoundError, UnsafeNameError } from "@minference/protocol";
import { CallableRegistry, DuplicateCallableError, MissingSchemaError } from "@minference/tools";
import { z } from "zod";
import { CallableTool } from "./callable-tool.ts";
import { defineTool } from "./define-tool.ts";
import { StructuredTool } from "./structured-tool.ts";

const total = defineTool({
  name: "total",
  description: "Price of an order",
  input: z.object({ price: z.number(), quantity: z.int().min(1).default(1) }),
  output: z.number(),
  repeatable: true,
  execute: ({ price, quantity }) => price * quantity,
});

describe("a tool that is defined in one place (5.1)", () => {
  test("has the schemas of what it was defined with (C71)", () => {
    expect(total.tool.dump()).toMatchObject({
      name: "total",
      description: "Price of an order",
      strictSchema: true,
      inputSchema: { type: "object", required: ["price"] },
      outputSchema: { properties: { result: { type: "number" } }, required: ["result"] },
      callableKind: "registered",
    });
  });

  test("is run by a registry with the schemas of its entity (U2, U4)", async () => {
    const registry = new CallableRegistry();
    expect(total.register(registry)).toMatchObject({ name: "total", repeatable: true });
    const run = await registry.execute(total.tool, { price: 2, quantity: 3 });
    expect(run).toEqual({ status: "executed", result: { result: 6 } });
    const refused = await registry.execute(total.tool, { price: "2" });
    expect(refused).toMatchObject({ status: "failed", error: { kind: "tool_args_invalid" } });
  });

  test("keeps the schemas that its registration derives", () => {
    const info = total.register(new CallableRegistry());
    const { inputSchema, outputSchema } = total.tool;
    expect({ inputSchema, outputSchema }).toEqual({
      inputSchema: info.inputSchema,
      outputSchema: info.outputSchema,
    });
  });

  test.each([
    ["an unsafe name", { name: "a b", input: {} }, UnsafeNameError],
    ["a broken schema", { name: "a", input: { type: "objekt" } }, SchemaInvalidError],
    ["arguments that are no object", { name: "a", input: { type: "string" } }, SchemaInvalidError],
  ])("is refused with %s (T14, T17)", (_what, given, error) => {
    expect(() => defineTool({ ...given, execute: () => null })).toThrow(error);
  });
});

describe("a tool of a function (5.1)", () => {
  const registry = (): CallableRegistry => new CallableRegistry();
  const add = ({ a, b }: { readonly a: number; readonly b: number }): number => a + b;
  const inputSchema = z.object({ a: z.number(), b: z.number() });

  test("has the function's name, and registers it (C71)", () => {
    const tools = registry();
    const tool = CallableTool.fromFunction(tools, add, { inputSchema, description: "Adds" });
    expect(tool).toMatchObject({ name: "add", description: "Adds", outputSchema: {} });
    expect(tools.get("add")).toBe(add);
  });

  test("needs a name", () => {
    expect(() => CallableTool.fromFunction(registry(), () => 1, { inputSchema: {} })).toThrow(
      UnsafeNameError,
    );
  });

  test("needs a schema (5.1)", () => {
    const make = (): unknown =>
      Reflect.apply(CallableTool.fromFunction, CallableTool, [registry(), add, {}]);
    expect(make).toThrow(MissingSchemaError);
  });

  test("does not take the name of another function (5.2)", () => {
    const tools = registry();
    CallableTool.fromFunction(tools, add, { inputSchema });
    expect(() =>
      CallableTool.fromFunction(tools, () => 0, { name: "add", inputSchema: {} }),
    ).toThrow(DuplicateCallableError);
  });

  test("is made again from its registry entry (C73)", () => {
    const tools = registry();
    const tool = CallableTool.fromFunction(tools, add, { inputSchema });
    const again = CallableTool.fromRegistry(tools, "add");
    expect(again.dump()).toEqual(tool.dump());
    expect(() => CallableTool.fromRegistry(tools, "sub")).toThrow(ToolNotFoundError);
  });
});

describe("a structured tool of a schema (C81)", () => {
  test("takes name and description from it, and what is given goes before", () => {
    const schema = z
      .object({ price: z.number() })
      .meta({ title: "Limit Order!", description: "D" });
    expect(StructuredTool.fromSchema(schema)).toMatchObject({
      name: "limit_order_",
      description: "D",
      jsonSchema: { type: "object", required: ["price"] },
    });
    const named = StructuredTool.fromSchema(schema, { name: "order", instructionString: "Do:" });
    expect(named).toMatchObject({ name: "order", description: "D", instructionString: "Do:" });
  });

  test("has the defaults without them", () => {
    expect(StructuredTool.fromSchema({ type: "object", properties: {} })).toMatchObject({
      name: "generate_structured_output",
      description: "Generate a structured output based on the provided JSON schema.",
    });
  });

  test.each([{ type: "string" }, { type: "objekt" }, { $ref: "http://example.com/schema" }])(
    "is refused of %j (T17)",
    (schema) => {
      expect(() => StructuredTool.fromSchema(schema)).toThrow(SchemaInvalidError);
    },
  );
});

describe("the forms of providers (5.4, C82)", () => {
  const schema = {
    type: "object",
    properties: { price: { type: "number" } },
    required: ["price"],
    additionalProperties: false,
  };
  const order = new StructuredTool({ name: "order", description: "An order", jsonSchema: schema });
  const callable = new CallableTool({ name: "add", inputSchema: { type: "object" } });

  test("of chat completions: strict is true where the schema is in the subset", () => {
    expect(order.toOpenAITool()).toEqual({
      type: "function",
      function: { name: "order", description: "An order", parameters: schema, strict: true },
    });
    expect(callable.toOpenAITool({ api: "chat" })).toEqual({
      type: "function",
      function: {
        name: "add",
        description: "Execute add function",
        parameters: { type: "object" },
      },
    });
  });

  test("of Responses: not nested, and strict always said", () => {
    expect(order.toOpenAITool({ api: "responses" })).toEqual({
      type: "function",
      ...{ name: "order", description: "An order", parameters: schema, strict: true },
    });
    expect(callable.toOpenAITool({ api: "responses" })).toMatchObject({ strict: false });
  });

  test("of Anthropic, with a cache mark where it is asked for", () => {
    expect(order.toAnthropicTool()).toEqual({
      ...{ name: "order", description: "An order", input_schema: schema, strict: true },
    });
    expect(callable.toAnthropicTool({ cache: true })).toEqual({
      name: "add",
      input_schema: { type: "object" },
      cache_control: { type: "ephemeral" },
    });
  });

  test("of a schema output", () => {
    const asked = { name: "order", description: "An order", schema, strict: true };
    expect(order.toOpenAIJsonSchema()).toEqual({ type: "json_schema", json_schema: asked });
    expect(order.toOpenAIJsonSchema({ api: "responses" })).toEqual({
      type: "json_schema",
      ...asked,
    });
  });
});
