import {
  TooDeepError,
  TooLargeError,
  UnserialisableError,
  type JsonValue,
} from "@minference/protocol";

/** Deepest nesting of arguments, results and schemas. */
export const maxJsonDepth = 128;

/** What a value is called in errors, and how large it may be. */
interface CopyLimits {
  readonly name: string;
  /** Bytes of its JSON text in UTF-8, about: escapes are not counted. */
  readonly maxBytes: number;
}

/** A copy and what it cost to look at. */
export interface JsonCopy {
  readonly value: JsonValue;
  /** Values in it: itself, items, fields. */
  readonly nodes: number;
}

interface Copying extends CopyLimits {
  readonly path: string[];
  readonly open: Set<object>;
  bytes: number;
  nodes: number;
}

/**
 * A deep copy of a value that is JSON, sharing nothing with it: plain objects and arrays that may be changed.
 *
 * Read by the rules of `JSON.stringify` where it loses nothing: `undefined` is null, and left out as a field.
 * Refused with its path where it would lose something: numbers that are not finite, bigint, functions,
 * symbols, instances of classes (Date, Map, Set too), cycles, getters that throw.
 *
 * @throws {UnserialisableError} the value, or a part of it, is not JSON.
 * @throws {TooDeepError} nested deeper than {@link maxJsonDepth}.
 * @throws {TooLargeError} longer than `maxBytes`; found before the rest is looked at.
 */
export function copyJson(value: unknown, limits: CopyLimits): JsonCopy {
  const state: Copying = { ...limits, path: [limits.name], open: new Set(), bytes: 0, nodes: 0 };
  return { value: guarded(state, () => copy(value, state)), nodes: state.nodes };
}

function copy(value: unknown, state: Copying): JsonValue {
  state.nodes += 1;
  switch (typeof value) {
    case "string":
      count(Buffer.byteLength(value) + 2, state);
      return value;
    case "number":
      if (!Number.isFinite(value)) throw unserialisable(state, `the number ${value}`);
      count(String(value).length, state);
      return value === 0 ? 0 : value;
    case "boolean":
    case "undefined":
      count(4, state);
      return value ?? null;
    case "object":
      if (value === null) count(4, state);
      return value === null ? null : copyObject(value, state);
    default:
      throw unserialisable(state, `a ${typeof value}`);
  }
}

function copyObject(value: object, state: Copying): JsonValue {
  if (state.open.has(value)) throw unserialisable(state, "a cycle");
  if (state.path.length > maxJsonDepth) {
    throw new TooDeepError({
      problem: `${state.name} is nested deeper than ${maxJsonDepth} levels`,
      remedy: "Give a flatter value",
      path: state.path.slice(0, 8).join("."),
    });
  }
  state.open.add(value);
  const copied = Array.isArray(value) ? copyArray(value, state) : copyRecord(value, state);
  state.open.delete(value);
  return copied;
}

function copyArray(value: readonly unknown[], state: Copying): JsonValue {
  const items: JsonValue[] = [];
  for (let index = 0; index < value.length; index += 1) {
    state.path.push(String(index));
    count(1, state);
    items.push(copy(value[index], state));
    state.path.pop();
  }
  return items;
}

function copyRecord(value: object, state: Copying): JsonValue {
  if (!isPlainObject(value)) throw unserialisable(state, `an instance of ${className(value)}`);
  const record: Record<string, JsonValue> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    state.path.push(key.slice(0, 80));
    count(Buffer.byteLength(key) + 4, state);
    setOwn(record, key, copy(item, state));
    state.path.pop();
  }
  return record;
}

/** The value, frozen at every depth; it is a copy of ours. */
export function freezeJson<T extends JsonValue>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const item of Object.values(value)) freezeJson(item);
  return Object.freeze(value);
}

/** Sets an own field whatever its name: a plain assignment to `__proto__` would set the prototype. */
export function setOwn<T>(record: Record<string, T>, key: string, value: T): void {
  if (key !== "__proto__") {
    record[key] = value;
    return;
  }
  Object.defineProperty(record, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** By prototype chain, not identity: an object of another realm is plain too. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function className(value: object): string {
  const constructor: unknown = value.constructor;
  return typeof constructor === "function" ? constructor.name : "a class";
}

function count(bytes: number, state: Copying): void {
  state.bytes += bytes;
  if (state.bytes <= state.maxBytes) return;
  throw new TooLargeError({
    problem: `${state.name} is longer than ${state.maxBytes} bytes of JSON`,
    remedy: "Give less, or a reference to where the rest is",
    path: state.path.slice(0, 8).join("."),
  });
}

/** Getters and proxies run foreign code: what they throw becomes an error of ours. */
function guarded(state: Copying, run: () => JsonValue): JsonValue {
  try {
    return run();
  } catch (error) {
    if (error instanceof UnserialisableError) throw error;
    if (error instanceof TooDeepError || error instanceof TooLargeError) throw error;
    throw unserialisable(state, "a value that throws", error);
  }
}

function unserialisable(state: Copying, what: string, cause?: unknown): UnserialisableError {
  const path = state.path.join(".");
  return new UnserialisableError({
    problem: `${path} holds ${what}, which JSON cannot hold`,
    remedy: "Give plain JSON: strings, finite numbers, booleans, null, arrays and plain objects",
    path,
    ...(cause !== undefined && { cause }),
  });
}
