import { describe, expect, test } from "@jest/globals";
import { isMinferenceError, type JsonObject } from "@minference/protocol";
import { z } from "zod";
import { CallableRegistry } from "./callable-registry.ts";

const add = ({ a, b }: { a: number; b: number }): number => a + b;
const numbers = z.object({ a: z.number(), b: z.number().default(1) });
const anyInput = { type: "object" };

function aRegistry(): CallableRegistry {
  const registry = new CallableRegistry({
    clock: { now: () => 1_755_520_000_000, sleep: () => new Promise(() => undefined) },
  });
  registry.register("add", add, {
    description: "Adds",
    inputSchema: numbers,
    outputSchema: z.number(),
  });
  return registry;
}

test("a registered function is found, and what is known of it (C79)", () => {
  const registry = aRegistry();
  registry.register("later", async () => 1, { inputSchema: anyInput, repeatable: true });
  expect(registry.get("add")).toBe(add);
  expect([registry.has("add"), registry.has("sub"), registry.get("sub")]).toEqual([
    true,
    false,
    null,
  ]);
  expect(registry.list()).toEqual(["add", "later"]);
  expect(registry.info("later")).toMatchObject({
    isAsync: true,
    repeatable: true,
    outputSchema: {},
  });
  expect(registry.info("add")).toEqual({
    ...{ name: "add", description: "Adds", strictSchema: true, isAsync: false, origin: "function" },
    ...{ sequential: false, repeatable: false, approve: null },
    registeredAt: new Date(1_755_520_000_000),
    inputSchema: {
      type: "object",
      properties: { a: { type: "number" }, b: { type: "number", default: 1 } },
      required: ["a"],
    },
    outputSchema: {
      ...{ type: "object", properties: { result: { type: "number" } }, required: ["result"] },
      additionalProperties: false,
    },
  });
});

test("a name of another function is refused, the same function is an update (5.2, D56)", () => {
  const registry = aRegistry();
  const before = registry.info("add");
  expect(kindOf(() => registry.register("add", () => 0, { inputSchema: anyInput }))).toBe(
    "duplicate",
  );
  expect(registry.info("add")).toBe(before);
  registry.register("add", add, { inputSchema: numbers, description: "Sums" });
  expect(registry.info("add")).toMatchObject({
    description: "Sums",
    outputSchema: before.outputSchema,
  });
});

test("an update changes what it names and keeps the rest; an unknown name is refused (C79)", async () => {
  const registry = aRegistry();
  registry.update("add", { fn: () => 7, sequential: true });
  expect(registry.info("add")).toMatchObject({ description: "Adds", sequential: true });
  expect(await registry.execute("add", { a: 1 })).toEqual({
    status: "executed",
    result: { result: 7 },
  });
  expect(kindOf(() => registry.update("sub", {}))).toBe("tool_not_found");
  expect(() => registry.info("sub")).toThrow(
    'No function is registered as "sub". Register it, or use one of these names: add.',
  );
});

test("delete and clear forget functions; an unknown name is refused (C79)", () => {
  const registry = aRegistry();
  registry.register("later", async () => 1, { inputSchema: anyInput });
  registry.delete("add");
  expect(registry.list()).toEqual(["later"]);
  expect(kindOf(() => registry.delete("add"))).toBe("tool_not_found");
  registry.clear();
  expect(registry.status()).toMatchObject({ total: 0, names: [] });
});

describe("a failed registration leaves the registry unchanged (5.2):", () => {
  test.each<[string, string, unknown, string]>([
    ["a name with a dot", "math.add", { inputSchema: anyInput }, "unsafe_name"],
    ["no schema", "f", undefined, "invalid_request"],
    ["no schema of the arguments", "f", { outputSchema: anyInput }, "invalid_request"],
    [
      "a hostile schema (T17)",
      "f",
      { inputSchema: { $async: true, type: "object" } },
      "schema_invalid",
    ],
    [
      "a hostile schema of the result",
      "f",
      { inputSchema: anyInput, outputSchema: { type: "object", $ref: "https://e.com" } },
      "schema_invalid",
    ],
    [
      "two schemas that differ (C75)",
      "f",
      { inputSchema: numbers, givenInputSchema: anyInput },
      "schema_invalid",
    ],
  ])("%s", (_what, ...[name, info, kind]) => {
    const registry = aRegistry();
    expect(kindOf(() => Reflect.apply(registry.register, registry, [name, () => 1, info]))).toBe(
      kind,
    );
    expect(registry.list()).toEqual(["add"]);
  });

  test("no function", () => {
    const registry = aRegistry();
    const register = (): unknown =>
      Reflect.apply(registry.register, registry, ["f", "add", { inputSchema: anyInput }]);
    expect(kindOf(register)).toBe("invalid_request");
  });
});

test("a schema by hand that agrees with the derived one is the one that is kept (C75)", () => {
  const registry = new CallableRegistry();
  const given: JsonObject = {
    type: "object",
    properties: { a: { type: "number", description: "first" }, b: { type: "number", default: 1 } },
    required: ["a"],
  };
  registry.register("add", add, { inputSchema: numbers, givenInputSchema: given });
  expect(registry.info("add").inputSchema).toEqual(given);
});

test.each(["__proto__", "constructor", "toString", "then"])(
  "a tool named %s is one like any other (T16)",
  async (name) => {
    const registry = new CallableRegistry();
    expect(await registry.execute(name, {})).toMatchObject({ error: { kind: "tool_not_found" } });
    registry.register(name, () => 1, { inputSchema: anyInput });
    expect(await registry.execute(name, {})).toEqual({ status: "executed", result: { result: 1 } });
  },
);

test("what a schema says cannot be changed from outside", () => {
  const { inputSchema } = aRegistry().info("add");
  expect(Object.isFrozen(inputSchema) && Object.isFrozen(inputSchema["properties"])).toBe(true);
});

test("two registries never meet", () => {
  const registry = aRegistry();
  expect(new CallableRegistry().has("add")).toBe(false);
  expect(registry.status()).toEqual({
    ...{ total: 1, totalByOrigin: { function: 1, source: 0 }, names: ["add"] },
    ...{ running: 0, executed: 0, failed: 0, lateAnswers: 0 },
  });
});

function kindOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return isMinferenceError(error) ? error.kind : String(error);
  }
  return "no error";
}
