import { isMinferenceError, type JsonObject } from "@minference/protocol";
import type { CallableEntry } from "../registry/callable-entry.ts";
import type { CompiledSchema, SchemaCompiler, SchemaUse } from "../schema/schema-compiler.ts";
import { AbortWatch } from "./abort-watch.ts";
import { callFunction, refineArguments } from "./call-function.ts";
import { encodeResult } from "./encode-result.ts";
import { readArguments, type ObjectCopy, type ToolInput } from "./read-arguments.ts";
import { settle, type Settled } from "./settle.ts";
import { thrownMessage } from "./thrown-message.ts";
import type { ToolClock } from "./tool-clock.ts";
import {
  failed,
  failedSchema,
  type FailedOutcome,
  type Step,
  type ToolOutcome,
} from "./tool-outcome.ts";

/** Milliseconds that a tool has when nothing else is said. */
export const defaultTimeoutMs = 60_000;

/** One call of a tool (U1). */
export interface ExecuteOptions {
  /** Ends the call: its outcome is `aborted`, and the function is told. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the function has, approval not counted; 60,000 when left out. */
  readonly timeoutMs?: number | undefined;
  readonly toolCallId?: string | undefined;
  /** 1 when left out. */
  readonly attempt?: number | undefined;
}

/** A tool as it was offered to the model; a CallableTool is one. */
export interface ExecutableTool {
  readonly name: string;
  readonly strictSchema: boolean;
  readonly inputSchema: JsonObject;
  readonly outputSchema: JsonObject;
  /** `source`: its code is text, not a registered function. */
  readonly callableKind?: "registered" | "source";
}

/** What a runner works with. */
interface RunnerOptions {
  readonly compiler: SchemaCompiler;
  readonly clock: ToolClock;
  /** Longest arguments and longest result, bytes of JSON. */
  readonly maxBytes: number;
}

/** Calls that a runner has seen. */
export interface RunnerCounts {
  readonly running: number;
  readonly executed: number;
  readonly failed: number;
  /** Answers that came after their call was given up; they are dropped (T5, T6). */
  readonly lateAnswers: number;
}

/** One call on its way: the code, the schemas it was offered with, and the options without gaps. */
interface Call {
  readonly entry: CallableEntry;
  readonly tool: ExecutableTool;
  readonly signal: AbortSignal | null;
  readonly timeoutMs: number;
  readonly toolCallId: string | null;
  readonly attempt: number;
}

/** Runs functions with validated arguments and results; whatever they do, an outcome comes of it (U1–U5). */
export class ToolRunner {
  readonly #compiler: SchemaCompiler;
  readonly #clock: ToolClock;
  readonly #maxBytes: number;
  readonly #aborts = new AbortWatch();
  #running = 0;
  #executed = 0;
  #failed = 0;
  #lateAnswers = 0;

  constructor({ compiler, clock, maxBytes }: RunnerOptions) {
    this.#compiler = compiler;
    this.#clock = clock;
    this.#maxBytes = maxBytes;
  }

  get counts(): RunnerCounts {
    return {
      running: this.#running,
      executed: this.#executed,
      failed: this.#failed,
      lateAnswers: this.#lateAnswers,
    };
  }

  /** Validates the input, asks for approval, runs, validates the result. Never rejects. */
  async run(entry: CallableEntry, request: RunRequest): Promise<ToolOutcome> {
    const { tool, input, options } = request;
    this.#running += 1;
    const outcome = await this.#outcome(input, {
      ...{ entry, tool, signal: options.signal ?? null, attempt: options.attempt ?? 1 },
      timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
      toolCallId: options.toolCallId ?? null,
    });
    this.#running -= 1;
    if (outcome.status === "failed") this.#failed += 1;
    else this.#executed += 1;
    return outcome;
  }

  async #outcome(input: ToolInput, call: Call): Promise<ToolOutcome> {
    const { name } = call.tool;
    if (call.signal?.aborted === true) return aborted(call);
    const schemas = this.#compile(call.tool);
    if (schemas.status === "failed") return schemas;
    const args = this.#validate(input, name, schemas.value.input);
    if (args.status === "failed") return args;
    const refined = await this.#refine(args.value.value, call);
    if (refined.status === "failed") return refined;
    const refusal = await this.#refusal(args.value.value, call);
    if (refusal !== null) return refusal;
    const value = await this.#call(refined.value, call);
    if (value.status === "failed") return value;
    const { outputSchema } = call.tool;
    const compiled = schemas.value.output;
    return encodeResult(value.value, {
      toolName: name,
      outputSchema,
      compiled,
      maxBytes: this.#maxBytes,
    });
  }

  #compile({ name, strictSchema, inputSchema, outputSchema }: ExecutableTool): Step<ToolSchemas> {
    const use: SchemaUse = strictSchema ? "strict arguments" : "arguments";
    try {
      const input = this.#compiler.compile(inputSchema, `inputSchema of ${name}`, use);
      const output = this.#compiler.compile(outputSchema, `outputSchema of ${name}`, "result");
      return { status: "done", value: { input, output } };
    } catch (error) {
      if (!isMinferenceError(error)) throw error;
      return failed(error.kind, error.message);
    }
  }

  #validate(input: ToolInput, name: string, schema: CompiledSchema): Step<ObjectCopy> {
    const kind = "tool_args_invalid";
    const subject = `arguments of ${name}`;
    const read = readArguments(input, { name: subject, maxBytes: this.#maxBytes, kind });
    if (read.status === "failed") return read;
    const problems = schema.check(read.value);
    return problems.length === 0 ? read : failedSchema(kind, subject, problems);
  }

  /** The function's own copy (U3), through the schema that the function was registered with. */
  async #refine(args: JsonObject, call: Call): Promise<Step<unknown>> {
    const { inputSchema } = call.entry.registration;
    const refined = this.#step(
      await this.#settle(
        () => refineArguments(structuredClone(args), inputSchema),
        call,
        call.timeoutMs,
      ),
      call,
    );
    if (refined.status === "failed") return refined;
    if (refined.value.status === "refined") return { status: "done", value: refined.value.args };
    return failedSchema(
      "tool_args_invalid",
      `arguments of ${call.tool.name}`,
      refined.value.problems,
    );
  }

  /** Why the call may not run (U10); null: it may. Approval has no time of its own, people are slow. */
  async #refusal(args: JsonObject, call: Call): Promise<FailedOutcome | null> {
    const { approve } = call.entry.info;
    if (approve === null) return null;
    const { name } = call.tool;
    const answer = await this.#settle<unknown>(
      (signal) =>
        approve({
          toolName: name,
          toolCallId: call.toolCallId,
          arguments: structuredClone(args),
          signal,
        }),
      call,
      null,
    );
    if (answer.state === "aborted") return aborted(call);
    if (answer.state === "returned" && answer.value === true) return null;
    const why = answer.state === "threw" ? ` (${thrownMessage(answer.error)})` : "";
    return failed("permission", `The call of ${name} was not approved${why}.`);
  }

  async #call(args: unknown, call: Call): Promise<Step<unknown>> {
    const { toolCallId, attempt } = call;
    const run = (signal: AbortSignal): unknown =>
      callFunction(call.entry.fn, args, { toolName: call.tool.name, toolCallId, attempt, signal });
    return this.#step(await this.#settle(run, call, call.timeoutMs), call);
  }

  #settle<T>(
    work: (signal: AbortSignal) => T | Promise<T>,
    { signal }: Call,
    timeoutMs: number | null,
  ): Promise<Settled<T>> {
    const onLate = (): void => {
      this.#lateAnswers += 1;
    };
    return settle(work, { clock: this.#clock, aborts: this.#aborts, timeoutMs, signal, onLate });
  }

  #step<T>(settled: Settled<T>, call: Call): Step<T> {
    switch (settled.state) {
      case "returned":
        return { status: "done", value: settled.value };
      case "threw":
        return failed("tool_failed", thrownMessage(settled.error));
      case "timed out":
        return failed(
          "tool_timeout",
          `${call.tool.name} gave no answer within ${call.timeoutMs} ms.`,
        );
      case "aborted":
        return aborted(call);
    }
  }
}

/** A call of a tool as it was offered. */
interface RunRequest {
  readonly tool: ExecutableTool;
  readonly input: ToolInput;
  readonly options: ExecuteOptions;
}

interface ToolSchemas {
  readonly input: CompiledSchema;
  readonly output: CompiledSchema;
}

function aborted({ tool }: Call): FailedOutcome {
  return failed("aborted", `The call of ${tool.name} was aborted.`);
}
