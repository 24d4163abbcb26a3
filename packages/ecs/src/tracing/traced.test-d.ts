import type { EntityRegistry } from "../registry/entity-registry.ts";
import type { TracedFunction } from "../surface/tracing.ts";
import { traced } from "./traced.ts";

type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

declare const registry: EntityRegistry;

/** What is decorated keeps its type, type parameters and overloads included. */
export class Desk {
  static readonly registry = registry;
  readonly registry = registry;
  readonly #drawer: string[] = [];

  @traced
  async write(text: string, ...more: readonly string[]): Promise<number> {
    return this.#drawer.push(text, ...more);
  }

  @traced({ severity: "critical", name: "file" })
  async file<T>(papers: readonly T[]): Promise<T | null> {
    return papers[0] ?? null;
  }

  @traced()
  private async tidy(): Promise<void> {
    await this.write("tidied");
  }

  @traced
  static async open(): Promise<Desk> {
    return new Desk();
  }

  // @ts-expect-error committing is I/O: a sync method would become async behind its type
  @traced
  count(): number {
    return this.#drawer.length;
  }

  // @ts-expect-error with options it is no other
  @traced({ severity: "verbose" })
  last(): string | undefined {
    return this.#drawer.at(-1);
  }

  // @ts-expect-error there are four severities, and this is none of them
  @traced({ severity: "loud" })
  async shout(): Promise<void> {
    await this.tidy();
  }

  // @ts-expect-error a getter is no method
  @traced
  get size(): number {
    return this.#drawer.length;
  }
}

/** Nothing says where the versions are to be stored. */
export class Homeless {
  // @ts-expect-error the class has no registry
  @traced
  async write(text: string): Promise<string> {
    return text;
  }
}

// @ts-expect-error only methods are traced, not classes
@traced
export class Shelf {
  readonly registry = registry;
}

declare const desk: Desk;
const first = desk.file([1, 2]);
const plus = registry.traced((left: number, right?: number) => left + (right ?? 0));
const load = registry.traced(async (id: string) => ({ id }));
const same = registry.traced(<T>(value: T): T => value);
const kept = same<"x">("x");
const named = registry.traced(function (this: Desk, text: string) {
  return this.write(text);
});

/** Each of these types is exactly the one beside it. */
export const proofs: readonly [
  Equal<typeof first, Promise<number | null>>,
  Equal<ReturnType<typeof plus>, Promise<number>>,
  Equal<Parameters<typeof plus>, [left: number, right?: number | undefined]>,
  Equal<ReturnType<typeof load>, Promise<{ id: string }>>,
  Equal<typeof named, TracedFunction<Desk, [text: string], Promise<number>>>,
  Equal<typeof kept, Promise<"x">>,
] = [true, true, true, true, true, true];

void named.call(desk, "tea");

// @ts-expect-error `this` is kept: a Desk is needed
void named("tea");
// @ts-expect-error the parameters are those of the function
void plus("1");
// @ts-expect-error a traced function is async, whatever it wraps
export const sum: number = plus(1, 2);
// @ts-expect-error there is no such level
registry.setTraceSeverity("all");
// @ts-expect-error the level is changed by setTraceSeverity
registry.traceSeverity = "none";
