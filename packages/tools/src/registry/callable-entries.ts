import { ToolNotFoundError, type Clock } from "@minference/protocol";
import { DuplicateCallableError } from "../errors/duplicate-callable-error.ts";
import type { SchemaCompiler } from "../schema/schema-compiler.ts";
import type { CallableChanges, CallableRegistration } from "./callable.ts";
import { callableEntry, type CallableEntry, type NewCallable } from "./callable-entry.ts";
import type { ToolFunction } from "./tool-function.ts";

/** The entries of a registry by name, in the order of their first registration. A refused change changes nothing. */
export class CallableEntries {
  /** A Map: a tool named `__proto__` or `constructor` is a name like any other (T16). */
  readonly #entries = new Map<string, CallableEntry>();
  readonly #compiler: SchemaCompiler;
  readonly #clock: Clock;

  constructor(compiler: SchemaCompiler, clock: Clock) {
    this.#compiler = compiler;
    this.#clock = clock;
  }

  /**
   * Adds a function; the same function under its name again is an update.
   *
   * @throws {DuplicateCallableError} the name belongs to another function.
   */
  register(name: string, fn: ToolFunction, registration: CallableRegistration): CallableEntry {
    const taken = this.#entries.get(name);
    if (taken === undefined) {
      return this.#set({ name, fn, registration, registeredAt: new Date(this.#clock.now()) });
    }
    const { registeredAt } = taken.info;
    if (taken.fn !== fn) throw new DuplicateCallableError({ toolName: name, registeredAt });
    return this.update(name, registration);
  }

  /** @throws {ToolNotFoundError} there is no such name. */
  update(name: string, { fn, ...changes }: CallableChanges): CallableEntry {
    const entry = this.require(name);
    const registration = { ...entry.registration, ...changes };
    const { registeredAt } = entry.info;
    return this.#set({ name, fn: fn ?? entry.fn, registration, registeredAt });
  }

  /** @throws {ToolNotFoundError} there is no such name. */
  delete(name: string): void {
    this.require(name);
    this.#entries.delete(name);
  }

  get(name: string): CallableEntry | null {
    return this.#entries.get(name) ?? null;
  }

  /** @throws {ToolNotFoundError} there is no such name; the message lists those that there are. */
  require(name: string): CallableEntry {
    const entry = this.#entries.get(name);
    if (entry !== undefined) return entry;
    throw new ToolNotFoundError({
      problem: `No function is registered as ${JSON.stringify(name.slice(0, 80))}`,
      remedy: `Register it, or use one of these names: ${this.#listed()}`,
    });
  }

  names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  clear(): void {
    this.#entries.clear();
  }

  #set(callable: NewCallable): CallableEntry {
    const entry = callableEntry(callable, this.#compiler);
    this.#entries.set(callable.name, entry);
    return entry;
  }

  #listed(): string {
    const names = this.names();
    const more = names.length > 20 ? ` and ${names.length - 20} more` : "";
    return names.length === 0 ? "none yet" : `${names.slice(0, 20).join(", ")}${more}`;
  }
}
