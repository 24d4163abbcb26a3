import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "@minference/protocol";
import {
  CallableRegistry,
  type ApprovalRequest,
  type ExecutableTool,
  type ToolClock,
  type ToolContext,
  type ToolOutcome,
} from "@minference/tools";
import { z } from "zod";

const open = { type: "object" };

/** A clock whose sleeps end when the test says so. */
class TestClock implements ToolClock {
  readonly asked: number[] = [];
  readonly #sleeping = new Set<() => void>();

  now(): number {
    return 0;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.asked.push(ms);
    return new Promise((resolve) => {
      this.#sleeping.add(resolve);
      signal?.addEventListener("abort", () => this.#sleeping.delete(resolve));
    });
  }

  get sleepers(): number {
    return this.#sleeping.size;
  }

  ring(): void {
    for (const resolve of this.#sleeping) resolve();
  }
}

function aTool(
  fn: (args: JsonObject, context: ToolContext) => unknown,
  clock?: ToolClock,
): CallableRegistry {
  const registry = new CallableRegistry(clock === undefined ? {} : { clock });
  registry.register("f", fn, { inputSchema: open });
  return registry;
}

const failure = (outcome: ToolOutcome): { kind: string; message: string } | null =>
  outcome.status === "failed" ? { kind: outcome.error.kind, message: outcome.error.message } : null;

describe("a call (U1)", () => {
  test("validates, runs, validates and encodes, for sync and async functions (C76)", async () => {
    const registry = new CallableRegistry();
    const inputSchema = z.object({ city: z.string(), unit: z.enum(["C", "F"]).default("C") });
    const outputSchema = z.object({ text: z.string() });
    const info = { inputSchema, outputSchema };
    registry.register("sync", ({ city, unit }) => ({ text: `${city} ${unit}` }), info);
    registry.register("async", async ({ city, unit }) => ({ text: `${city} ${unit}` }), info);
    for (const name of ["sync", "async"]) {
      expect(await registry.execute(name, { city: "Rome" })).toEqual({
        status: "executed",
        result: { text: "Rome C" },
      });
    }
    expect(registry.status()).toMatchObject({ executed: 2, failed: 0, running: 0 });
  });

  test("tells the function its id, attempt and name", async () => {
    let told: ToolContext | null = null;
    const registry = aTool((_args, context) => {
      told = context;
    });
    await registry.execute("f", {}, { toolCallId: "call_1", attempt: 2 });
    expect(told).toMatchObject({ toolName: "f", toolCallId: "call_1", attempt: 2 });
    await registry.execute("f", {});
    expect(told).toMatchObject({ toolCallId: null, attempt: 1 });
  });

  test("of a tool runs with the schemas that it was offered with", async () => {
    const registry = aTool(({ a }) => a ?? null);
    const tool: ExecutableTool = {
      ...{ name: "f", strictSchema: true, outputSchema: {} },
      inputSchema: { type: "object", properties: { a: { type: "number" } }, required: ["a"] },
    };
    expect(await registry.execute(tool, { a: 1 })).toEqual({
      status: "executed",
      result: { result: 1 },
    });
    expect(failure(await registry.execute(tool, {}))).toEqual({
      kind: "tool_args_invalid",
      message: "The arguments of f do not match the schema: a is required.",
    });
    expect(failure(await registry.execute(tool, { a: 1, b: 1 }))?.message).toMatch(
      /b is not a known property/,
    );
    const lenient = { ...tool, strictSchema: false };
    expect((await registry.execute(lenient, { a: 1, b: 1 })).status).toBe("executed");
  });

  test("of a stored tool with a hostile schema fails as schema_invalid", async () => {
    const registry = aTool(() => 1);
    const tool = { name: "f", strictSchema: true, inputSchema: { $async: true }, outputSchema: {} };
    expect(failure(await registry.execute(tool, {}))?.kind).toBe("schema_invalid");
  });

  test("of a name without a function is tool_not_found, and lists the names (T1, U7)", async () => {
    expect(failure(await aTool(() => 1).execute("g", {}))).toEqual({
      kind: "tool_not_found",
      message: 'No function is registered as "g". Register it, or use one of these names: f.',
    });
  });

  test("of a source tool is not run, whatever its name (U8)", async () => {
    let runs = 0;
    const registry = aTool(() => (runs += 1));
    const tool = {
      name: "f",
      strictSchema: true,
      inputSchema: open,
      outputSchema: {},
      callableKind: "source",
    } as const;
    expect(failure(await registry.execute(tool, {}))?.kind).toBe("sandbox_denied");
    expect(runs).toBe(0);
  });
});

describe("arguments that are none never reach the function (T2, T20):", () => {
  test.each<[string, unknown, RegExp]>([
    [
      "text that is no JSON",
      "hello",
      /not JSON: nothing valid begins at line 1 column 1 \(character 0\)/,
    ],
    ["cut off", '{"city": "Ro', /begins at line 1 column 10 \(character 9\)/],
    ["cut off between tokens", '{"city": ', /ends too soon, at character 9/],
    ["fenced", '```json\n{"a":1}\n```', /line 1 column 1/],
    ["two values", '{"a":1}\n{"b":2}', /line 2 column 1 \(character 8\)/],
    ["null", "null", /must be one JSON object/],
    ["a list", "[1]", /must be one JSON object/],
    ["null itself", null, /must be one JSON object/],
    ["a number beyond a double", '{"a":1e400}', /Infinity/],
    ["an integer above 2^53", '{"a":9007199254740993}', /would not stay exact/],
    ["an integer of 400 digits", `{"a":${"9".repeat(400)}}`, /would not stay exact/],
    ["a bigint", { a: 1n }, /bigint/],
    ["5,000 levels", `{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`, /deeper than 128/],
    ["two megabytes", `{"a":"${"x".repeat(2_000_000)}"}`, /longer than 1048576 bytes/],
  ])("%s", async (_what, ...[input, message]) => {
    let runs = 0;
    const registry = aTool(() => (runs += 1));
    const execute = Reflect.apply(registry.execute, registry, ["f", input]);
    expect(failure(await execute)).toEqual({
      kind: "tool_args_invalid",
      message: expect.stringMatching(message),
    });
    expect(runs).toBe(0);
  });

  test("text that is one JSON object does", async () => {
    expect(await aTool((args) => args).execute("f", ' {"a":[1]} ')).toEqual({
      status: "executed",
      result: { a: [1] },
    });
  });
});

test("arguments that break the schema name their places, at most 10, and no value (T3, E4)", async () => {
  const registry = new CallableRegistry();
  const names = Array.from({ length: 20 }, (_, index) => `p${index}`);
  const properties = Object.fromEntries(names.map((name) => [name, { type: "number" }]));
  registry.register("f", () => 1, { inputSchema: { type: "object", properties } });
  const input = Object.fromEntries(names.map((name) => [name, "canary"]));
  const outcome = await registry.execute("f", input);
  expect(outcome.status === "failed" && outcome.error.problems.length).toBe(10);
  expect(JSON.stringify(outcome)).not.toContain("canary");
});

test("checks and transforms that JSON Schema cannot express run before the function (C77)", async () => {
  const registry = new CallableRegistry();
  const inputSchema = z.object({
    at: z.iso.datetime().transform((text) => new Date(text)),
    n: z.number().refine((n) => n % 2 === 0, "must be even"),
  });
  registry.register("f", ({ at }) => at.getUTCFullYear(), { inputSchema });
  const at = "2026-11-24T00:00:00Z";
  expect(await registry.execute("f", { at, n: 2 })).toEqual({
    status: "executed",
    result: { result: 2026 },
  });
  expect(failure(await registry.execute("f", { at, n: 3 }))).toEqual({
    kind: "tool_args_invalid",
    message: "The arguments of f do not match the schema: n must be even.",
  });
});

test("the function may change its arguments; the caller's stay (U3, T8)", async () => {
  const input = { list: [1], nested: { a: 1 } };
  const registry = aTool((args) => {
    Reflect.set(args, "list", null);
    Reflect.deleteProperty(Object(args["nested"]), "a");
    return args;
  });
  expect(await registry.execute("f", input)).toEqual({
    status: "executed",
    result: { list: null, nested: {} },
  });
  expect(input).toEqual({ list: [1], nested: { a: 1 } });
});

describe("whatever a function throws is a result with its message only (U5, T4):", () => {
  const throwing = Object.defineProperty(new Error("x"), "message", {
    get() {
      throw new Error("inner");
    },
  });
  test.each<[string, unknown, string]>([
    ["an Error", new Error("no such city"), "no such city"],
    ["a string", "broken", "broken"],
    ["null", null, "null"],
    ["undefined", undefined, "undefined"],
    ["a symbol", Symbol("s"), "Symbol(s)"],
    ["an object", { code: 1 }, "an error without a message"],
    ["an object without a prototype", Object.create(null), "an error without a message"],
    ["an error whose message throws (X8)", throwing, "an error that cannot be read"],
    ["a long message", new Error("x".repeat(5000)), "x".repeat(2000)],
  ])("%s", async (_what, ...[thrown, message]) => {
    const sync = aTool(() => {
      throw thrown;
    });
    const later = aTool(async () => {
      await Promise.resolve();
      throw thrown;
    });
    expect(failure(await sync.execute("f", {}))).toEqual({ kind: "tool_failed", message });
    expect(failure(await later.execute("f", {}))).toEqual({ kind: "tool_failed", message });
    expect(sync.status()).toMatchObject({ failed: 1, executed: 0 });
  });
});

describe("time (U5, C76):", () => {
  test("no answer in time is tool_timeout; the late one is dropped and counted (T5, T6)", async () => {
    const clock = new TestClock();
    const answer = new Deferred<string>();
    let signal: AbortSignal | null = null;
    const registry = aTool((_args, context) => {
      signal = context.signal;
      return answer.promise;
    }, clock);
    const call = registry.execute("f", {}, { timeoutMs: 500 });
    await until(() => clock.asked.length === 2);
    clock.ring();
    expect(failure(await call)).toEqual({
      kind: "tool_timeout",
      message: "f gave no answer within 500 ms.",
    });
    expect(signal).toMatchObject({ aborted: true });
    expect(registry.status()).toMatchObject({ lateAnswers: 0, running: 0, failed: 1 });
    answer.reject(new Error("late"));
    await until(() => registry.status().lateAnswers === 1);
  });

  test("a call has 60,000 ms when nothing is said, and leaves no timer", async () => {
    const clock = new TestClock();
    await aTool(() => 1, clock).execute("f", {});
    expect(clock.asked.at(-1)).toBe(60_000);
    expect(clock.sleepers).toBe(0);
  });

  test("an abort ends the call at once, the function is told (T6)", async () => {
    const stop = new AbortController();
    const answer = new Deferred<number>();
    const started = new Deferred<AbortSignal>();
    const registry = aTool((_args, { signal }) => {
      started.resolve(signal);
      return answer.promise;
    });
    const call = registry.execute("f", {}, { signal: stop.signal });
    const signal = await started.promise;
    stop.abort();
    expect(failure(await call)).toEqual({ kind: "aborted", message: "The call of f was aborted." });
    expect(signal.aborted).toBe(true);
    answer.resolve(1);
    await until(() => registry.status().lateAnswers === 1);
  });

  test("after an abort nothing is run", async () => {
    let runs = 0;
    const registry = aTool(() => (runs += 1));
    const outcome = await registry.execute("f", {}, { signal: AbortSignal.abort() });
    expect([failure(outcome)?.kind, runs]).toEqual(["aborted", 0]);
  });

  test.each([Number.NaN, -1, 0])(
    "a time of %p ms is a millisecond, not a hot loop (fact 7)",
    async (timeoutMs) => {
      const registry = aTool(() => new Promise(() => undefined));
      expect(failure(await registry.execute("f", {}, { timeoutMs }))?.kind).toBe("tool_timeout");
    },
  );

  test("a time longer than a timer keeps is not over at once (fact 7)", async () => {
    const registry = aTool(() => new Promise((resolve) => setTimeout(() => resolve(1), 5)));
    expect((await registry.execute("f", {}, { timeoutMs: 1e12 })).status).toBe("executed");
  });

  test("2,000 calls on one signal give no warning of a leak (C29)", async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error): number => warnings.push(warning);
    process.on("warning", listen);
    const { signal } = new AbortController();
    const registry = aTool(async () => 1);
    await Promise.all(Array.from({ length: 2000 }, () => registry.execute("f", {}, { signal })));
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    expect(warnings).toEqual([]);
  });
});

describe("a result (U4)", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  test.each<[string, unknown, string]>([
    ["that is cyclic is unserialisable", cyclic, "unserialisable"],
    ["that holds a bigint is unserialisable", { a: 1n }, "unserialisable"],
    ["that holds NaN is unserialisable", Number.NaN, "unserialisable"],
    ["of 50 MB is too large", "x".repeat(50_000_000), "too_large"],
  ])("%s (T7)", async (_what, ...[value, kind]) => {
    expect(failure(await aTool(() => value).execute("f", {}))?.kind).toBe(kind);
  });

  test.each<[string, unknown, JsonObject]>([
    ["undefined is null in a wrapper (T7)", undefined, { result: null }],
    ["a number is wrapped", 5, { result: 5 }],
    ["a list is wrapped", [1], { result: [1] }],
    ["an object is the result", { a: 1 }, { a: 1 }],
  ])("%s, without a schema", async (_what, ...[value, result]) => {
    expect(await aTool(() => value).execute("f", {})).toEqual({ status: "executed", result });
  });

  test.each<[string, z.ZodType, unknown, JsonObject]>([
    ["a number", z.number(), 5, { result: 5 }],
    [
      "an object of a union",
      z.union([z.object({ a: z.number() }), z.null()]),
      { a: 1 },
      { result: { a: 1 } },
    ],
    [
      "an object with a field result",
      z.object({ result: z.number() }),
      { result: 5 },
      { result: 5 },
    ],
    ["a recursive list", z.array(z.lazy(() => z.array(z.number()))), [[1]], { result: [[1]] }],
  ])("%s is what its schema says", async (_what, ...[outputSchema, value, result]) => {
    const registry = new CallableRegistry();
    registry.register("f", () => value, { inputSchema: open, outputSchema });
    expect(await registry.execute("f", {})).toEqual({ status: "executed", result });
  });

  test.each<[string, unknown]>([
    ["of another type", { a: "x" }],
    ["with a field missing", {}],
    ["that is no object", 5],
  ])("%s is output_invalid (C77)", async (_what, value) => {
    const registry = new CallableRegistry();
    const outputSchema = { type: "object", properties: { a: { type: "number" } }, required: ["a"] };
    Reflect.apply(registry.register, registry, [
      "f",
      () => value,
      { inputSchema: open, outputSchema },
    ]);
    const outcome = await registry.execute("f", {});
    expect(outcome).toMatchObject({
      status: "failed",
      error: { kind: "output_invalid", problems: [{ path: "a" }] },
    });
  });
});

describe("approval (U10, E11):", () => {
  const asking = (
    approve: (request: ApprovalRequest) => unknown,
    runs: number[] = [],
  ): CallableRegistry => {
    const registry = new CallableRegistry();
    const inputSchema = { type: "object", properties: { a: { type: "number", default: 1 } } };
    const info = { inputSchema, approve };
    Reflect.apply(registry.register, registry, ["f", () => runs.push(1), info]);
    return registry;
  };

  test("an approved call runs; the hook is given the validated arguments", async () => {
    const asked: unknown[] = [];
    const registry = asking(({ toolName, toolCallId, arguments: args }) => {
      asked.push({ toolName, toolCallId, ...args });
      Reflect.set(args, "a", "changed");
      return Promise.resolve(true);
    });
    expect((await registry.execute("f", {}, { toolCallId: "c" })).status).toBe("executed");
    expect((await registry.execute("f", { a: "x" })).status).toBe("failed");
    expect(asked).toEqual([{ toolName: "f", toolCallId: "c", a: 1 }]);
  });

  test.each<[string, () => unknown]>([
    ["false", () => false],
    ["nothing", () => undefined],
    ["a word", () => "yes"],
    [
      "a throw",
      () => {
        throw new Error("no hook");
      },
    ],
    ["a rejection", () => Promise.reject(new Error("no hook"))],
  ])("%s refuses the call: permission, and nothing runs", async (_what, approve) => {
    const runs: number[] = [];
    expect(failure(await asking(approve, runs).execute("f", {}))?.kind).toBe("permission");
    expect(runs).toEqual([]);
  });

  test("waiting for approval ends with an abort", async () => {
    const stop = new AbortController();
    const call = asking(() => new Promise(() => stop.abort())).execute(
      "f",
      {},
      { signal: stop.signal },
    );
    expect(failure(await call)?.kind).toBe("aborted");
  });
});

describe("the calls of one turn (U9)", () => {
  test("10 of them, 3 failing, ended in any order, give 10 outcomes in call order (T9)", async () => {
    const answers = Array.from({ length: 10 }, () => new Deferred<number>());
    const registry = aTool(({ i }) => answers[Number(i)]?.promise);
    const calls = answers.map((_, i) => ({ tool: "f", input: { i }, toolCallId: `call_${i}` }));
    const all = registry.executeAll(calls, { parallel: 10 });
    for (const i of [7, 0, 9, 3, 1, 8, 2, 5, 6, 4]) {
      if (i % 4 === 1) answers[i]?.reject(new Error(`no ${i}`));
      else answers[i]?.resolve(i);
      await Promise.resolve();
    }
    const outcomes = await all;
    const told = outcomes.map((outcome) =>
      outcome.status === "failed" ? outcome.error.message : outcome.result["result"],
    );
    expect(told).toEqual([0, "no 1", 2, 3, 4, "no 5", 6, 7, 8, "no 9"]);
  });

  test("at most `parallel` run at once, and a sequential one alone, in its place", async () => {
    const registry = new CallableRegistry();
    const log: string[] = [];
    let running = 0;
    let most = 0;
    const run = async ({ i }: JsonObject): Promise<number> => {
      running += 1;
      most = Math.max(most, running);
      log.push(`${Number(i)}:${running}`);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return 1;
    };
    registry.register("f", (args: JsonObject) => run(args), { inputSchema: open });
    registry.register("alone", (args: JsonObject) => run(args), {
      inputSchema: open,
      sequential: true,
    });
    const tools = ["f", "f", "f", "alone", "f", "alone", "alone", "f", "f"];
    const calls = tools.map((tool, i) => ({ tool, input: { i } }));
    expect((await registry.executeAll(calls, { parallel: 2 })).length).toBe(9);
    expect(most).toBe(2);
    expect(log).toEqual(expect.arrayContaining(["3:1", "5:1", "6:1"]));
    expect(log.map((entry) => entry.slice(0, 1)).indexOf("4")).toBe(4);
  });

  test.each([Number.NaN, 0, Number.POSITIVE_INFINITY])(
    "%p at once still runs them all",
    async (parallel) => {
      const calls = [
        { tool: "f", input: {} },
        { tool: "f", input: {} },
      ];
      const outcomes = await aTool(() => 1).executeAll(calls, { parallel });
      expect(outcomes.map(({ status }) => status)).toEqual(["executed", "executed"]);
    },
  );

  test("none of them is no outcome", async () => {
    expect(await aTool(() => 1).executeAll([])).toEqual([]);
  });
});

describe("a structured tool (U6, T18, T19)", () => {
  const tool = {
    name: "order",
    jsonSchema: {
      type: "object",
      properties: { price: { type: "number", default: 1 } },
      required: ["price"],
    },
    postValidateSchema: true,
  };
  const registry = new CallableRegistry();

  test("with a valid object is validated, unchanged", () => {
    const input = { price: 2, note: "x" };
    expect(registry.validateStructured(tool, input)).toEqual({
      status: "validated",
      result: input,
    });
    expect(registry.validateStructured(tool, '{"price":2}')).toEqual({
      status: "validated",
      result: { price: 2 },
    });
  });

  test.each<[string, JsonObject | string]>([
    ["an object against the schema", { price: "2" }],
    ["a field missing: no default is written", {}],
    ["prose", "Here is your order"],
    ["two values", "{}{}"],
  ])("with %s is output_invalid", (_what, input) => {
    expect(registry.validateStructured(tool, input)).toMatchObject({
      status: "failed",
      error: { kind: "output_invalid" },
    });
  });

  test("tells up to 10 paths", () => {
    const items = { type: "object", additionalProperties: { type: "number" } };
    const input = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`p${index}`, "x"]));
    const outcome = registry.validateStructured({ ...tool, jsonSchema: items }, input);
    expect(outcome.status === "failed" && outcome.error.problems.length).toBe(10);
  });

  test("without postValidateSchema accepts any JSON object, and nothing else", () => {
    const lenient = { ...tool, postValidateSchema: false };
    expect(registry.validateStructured(lenient, { price: "2" }).status).toBe("validated");
    expect(registry.validateStructured(lenient, "[1]").status).toBe("failed");
  });

  test("with a hostile schema is schema_invalid", () => {
    const hostile = { ...tool, jsonSchema: { $ref: "https://e.com/s" } };
    expect(registry.validateStructured(hostile, {})).toMatchObject({
      error: { kind: "schema_invalid" },
    });
  });
});

/** A promise that the test settles. */
class Deferred<T> {
  resolve: (value: T) => void = () => undefined;
  reject: (error: Error) => void = () => undefined;
  readonly promise = new Promise<T>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

/** Lets promises go on until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
