// boundary: a decorated method takes the place of the very method that it calls
import { InvalidRequestError } from "@minference/protocol";
import type { TracedOptions } from "../surface/trace-severity.ts";
import type { Tracing } from "../surface/tracing.ts";

/** A class whose methods can be traced has the registry that is to store what they change. */
export interface Traceable {
  readonly registry: Tracing;
}

/** An async method of such a class. */
export type TraceableMethod<This extends Traceable> = (
  this: This,
  ...parameters: never[]
) => Promise<unknown>;

/** Traces the method that it decorates. */
export type TracedDecorator = <This extends Traceable, Method extends TraceableMethod<This>>(
  method: Method,
  context: ClassMethodDecoratorContext<This>,
) => Method;

/**
 * The async method with everything that it changes stored as versions, by `this.registry`.
 *
 * ```ts
 * import { defineEntity, EntityRegistry, traced } from "@minference/ecs";
 * import { openMemoryStorage } from "@minference/storage-memory";
 * import { z } from "zod";
 *
 * class Note extends defineEntity("Note", { text: z.string() }) {}
 *
 * const storage = await openMemoryStorage();
 * class Desk {
 *   readonly registry = new EntityRegistry({ storage });
 *
 *   @traced
 *   async write(text: string): Promise<Note> {
 *     return new Note({ text });
 *   }
 *
 *   @traced({ severity: "critical", name: "correct a note" })
 *   async correct(note: Note, text: string): Promise<void> {
 *     note.text = text;
 *   }
 * }
 *
 * const desk = new Desk();
 * const note = await desk.write("tee"); // stored
 * await desk.correct(note, "tea"); // stored again, as the next version
 * console.log((await desk.registry.getLineageIds(note.lineageId)).length); // 2
 * ```
 *
 * It is as {@link Tracing.traced} with the method's name. A sync method is a type error: committing is I/O, so the
 * method would become async behind its type.
 *
 * @throws {InvalidRequestError} it decorates something that is no method.
 */
export function traced<This extends Traceable, Method extends TraceableMethod<This>>(
  method: Method,
  context: ClassMethodDecoratorContext<This>,
): Method;
export function traced(options?: TracedOptions): TracedDecorator;
export function traced(first?: unknown, context?: DecoratedPlace): unknown {
  if (typeof first === "function") return tracedMethod(first as UntypedMethod, context, {}); // by the first signature
  const options = first as TracedOptions | undefined; // by the second signature
  return (method: UntypedMethod, place: DecoratedPlace) => tracedMethod(method, place, options);
}

type UntypedMethod = TraceableMethod<Traceable>;

/** What is told of what a decorator stands before. */
type DecoratedPlace = Pick<ClassMethodDecoratorContext, "name"> & { readonly kind: string };

function tracedMethod(
  method: UntypedMethod,
  place: DecoratedPlace | undefined,
  options: TracedOptions | undefined,
): UntypedMethod {
  if (place?.kind !== "method") {
    throw new InvalidRequestError({
      problem: `@traced stands before ${place === undefined ? "something" : `the ${place.kind} ${String(place.name)}`} that is no method`,
      remedy:
        "Decorate an async method, with standard decorators; wrap functions in registry.traced",
    });
  }
  const named = { name: String(place.name), ...options };
  const call = async function (this: Traceable, ...parameters: never[]): Promise<unknown> {
    return this.registry.traced(method, named).apply(this, parameters);
  };
  return Object.defineProperty(call, "name", { value: method.name });
}
