import { isKind, type JsonObject } from "@minference/protocol";
import {
  failed,
  type FailedOutcome,
  type ToolOutcome,
  type ValidatedOutcome,
} from "./execution/tool-outcome.ts";
import type { ToolInput } from "./execution/read-arguments.ts";
import { runInOrder } from "./execution/run-in-order.ts";
import { systemToolClock, type ToolClock } from "./execution/tool-clock.ts";
import {
  ToolRunner,
  type ExecutableTool,
  type ExecuteOptions,
  type RunnerCounts,
} from "./execution/tool-runner.ts";
import { validateStructured, type CheckableTool } from "./execution/validate-structured.ts";
import { CallableEntries } from "./registry/callable-entries.ts";
import type { CallableEntry } from "./registry/callable-entry.ts";
import type { CallableChanges, CallableInfo, CallableRegistration } from "./registry/callable.ts";
import type { ToolFunction } from "./registry/tool-function.ts";
import { SchemaCompiler } from "./schema/schema-compiler.ts";
import type { ArgumentsOf, ResultOf, ToolSchema } from "./schema/tool-schema.ts";

/** What a registry is made with; all of it has a default. */
export interface CallableRegistryOptions {
  /** The machine's when left out. */
  readonly clock?: ToolClock;
  /** Longest arguments and longest result of a call, bytes of JSON; 1 MiB when left out. */
  readonly maxBytes?: number;
}

/** One call of a turn. */
export interface TurnCall {
  /** The tool as it was offered, or the name of a registered function. */
  readonly tool: ExecutableTool | string;
  readonly input: ToolInput;
  readonly toolCallId?: string | undefined;
  readonly attempt?: number | undefined;
}

/** How the calls of one turn are run. */
export interface ExecuteAllOptions extends Pick<ExecuteOptions, "signal" | "timeoutMs"> {
  /** Most calls at once; 8 when left out. */
  readonly parallel?: number | undefined;
}

/** What a registry holds and has done. */
export interface CallableRegistryStatus extends RunnerCounts {
  readonly total: number;
  readonly totalByOrigin: Readonly<Record<CallableInfo["origin"], number>>;
  readonly names: readonly string[];
}

/**
 * Functions by the names of their tools, and the one place where they are run. An object that is passed in: two
 * registries never meet.
 */
export class CallableRegistry {
  readonly #compiler = new SchemaCompiler();
  readonly #maxBytes: number;
  readonly #entries: CallableEntries;
  readonly #runner: ToolRunner;

  constructor({ clock = systemToolClock, maxBytes = 1024 * 1024 }: CallableRegistryOptions = {}) {
    this.#maxBytes = maxBytes;
    this.#entries = new CallableEntries(this.#compiler, clock);
    this.#runner = new ToolRunner({ compiler: this.#compiler, clock, maxBytes });
  }

  /**
   * Adds a function under the name of its tool. The same function under its name again changes what `info`
   * says. Whatever is thrown, the registry is as before.
   *
   * @throws {UnsafeNameError} the name is not 1 to 64 of `A-Z a-z 0-9 _ -` (T14).
   * @throws {DuplicateCallableError} the name belongs to another function.
   * @throws {MissingSchemaError} without a schema of the arguments, or with one that yields no JSON Schema.
   * @throws {SchemaMismatchError} a schema given by hand and the derived one differ.
   * @throws {SchemaInvalidError} a schema is broken or hostile (T17).
   */
  register<const Input extends ToolSchema, const Output extends ToolSchema = JsonObject>(
    name: string,
    fn: ToolFunction<ArgumentsOf<Input>, ResultOf<Output>>,
    info: CallableRegistration<Input, Output>,
  ): CallableInfo {
    return this.#entries.register(name, fn, { ...info }).info;
  }

  /**
   * Changes an entry, its function too; what `changes` leaves out stays.
   *
   * @throws {ToolNotFoundError} there is no such name; and what {@link register} throws of schemas.
   */
  update(name: string, changes: CallableChanges): CallableInfo {
    return this.#entries.update(name, changes).info;
  }

  /** @throws {ToolNotFoundError} there is no such name. */
  delete(name: string): void {
    this.#entries.delete(name);
  }

  /** The function of a name; null when there is none. */
  get(name: string): ToolFunction | null {
    return this.#entries.get(name)?.fn ?? null;
  }

  /** True when a function is registered under this name. */
  has(name: string): boolean {
    return this.#entries.get(name) !== null;
  }

  /** All names, in the order of their first registration. */
  list(): readonly string[] {
    return this.#entries.names();
  }

  /** @throws {ToolNotFoundError} there is no such name; the message lists those that there are. */
  info(name: string): CallableInfo {
    return this.#entries.require(name).info;
  }

  /**
   * Runs one call: resolve, validate the input, ask for approval, run, validate the result, encode (U1). A tool
   * is run with the schemas that it was offered with, a name with those of its entry. Never rejects: an error
   * is an outcome (U5).
   */
  async execute(
    tool: ExecutableTool | string,
    input: ToolInput,
    options: ExecuteOptions = {},
  ): Promise<ToolOutcome> {
    const name = typeof tool === "string" ? tool : tool.name;
    if (typeof tool !== "string" && tool.callableKind === "source") {
      return failed(
        "sandbox_denied",
        `${name} is source text, and no sandbox was set up to run it.`,
      );
    }
    const entry = this.#resolve(name);
    if ("status" in entry) return entry;
    const offered = typeof tool === "string" ? entry.info : tool;
    return this.#runner.run(entry, { tool: offered, input, options });
  }

  /**
   * Runs the calls of one turn, at most `parallel` at once; outcomes are in call order (U9). A tool that was
   * registered `sequential` runs alone: after the calls before it, before the calls after it.
   */
  async executeAll(
    calls: readonly TurnCall[],
    { signal, timeoutMs, parallel = 8 }: ExecuteAllOptions = {},
  ): Promise<readonly ToolOutcome[]> {
    return runInOrder(
      calls,
      ({ tool, input, toolCallId, attempt }) =>
        this.execute(tool, input, { signal, timeoutMs, toolCallId, attempt }),
      { parallel, isAlone: ({ tool }) => this.#isSequential(tool) },
    );
  }

  /** Checks what a model gave to a structured tool (U6); registered or not, it has no function. */
  validateStructured(tool: CheckableTool, input: ToolInput): ValidatedOutcome | FailedOutcome {
    return validateStructured(tool, input, { compiler: this.#compiler, maxBytes: this.#maxBytes });
  }

  /** Names and totals, and what the calls so far came to. */
  status(): CallableRegistryStatus {
    const names = this.list();
    const totalByOrigin = { function: names.length, source: 0 };
    return { total: names.length, totalByOrigin, names, ...this.#runner.counts };
  }

  /** Forgets every function; calls that run go on. */
  clear(): void {
    this.#entries.clear();
  }

  #resolve(name: string): CallableEntry | FailedOutcome {
    try {
      return this.#entries.require(name);
    } catch (error) {
      if (!isKind(error, "tool_not_found")) throw error;
      return failed(error.kind, error.message);
    }
  }

  #isSequential(tool: ExecutableTool | string): boolean {
    const name = typeof tool === "string" ? tool : tool.name;
    return this.#entries.get(name)?.info.sequential ?? false;
  }
}
