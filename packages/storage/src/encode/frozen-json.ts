import {
  TooDeepError,
  TooLargeError,
  UnserialisableError,
  type JsonValue,
} from "@minference/protocol";
import { types } from "node:util";

/** Deepest nesting of a JSON value. */
export const maxJsonDepth = 512;
/** Most characters in the strings and keys of one JSON value together: 128 Mi. */
export const maxJsonCharacters = 128 * 1024 * 1024;

interface Copying {
  readonly path: string[];
  readonly open: Set<object>;
  characters: number;
}

/**
 * A frozen copy of a value that is exactly JSON; the caller's object stays as it is.
 *
 * Own enumerable string keys only, in their order. −0 is taken as 0. Everything that JSON cannot hold is
 * refused with its path: non-finite numbers, bigint, undefined, symbols, functions, holes, named properties
 * of arrays, class instances (Date, Map, Set and typed arrays too), proxies, getters that throw, cycles.
 *
 * @throws {UnserialisableError} the value, or a part of it, is not JSON.
 * @throws {TooDeepError} nested deeper than {@link maxJsonDepth}.
 * @throws {TooLargeError} more characters than {@link maxJsonCharacters}.
 */
export function frozenJson(value: unknown, path: string): JsonValue {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string" && value.length <= maxJsonCharacters) return value;
  return copy(value, { path: [path], open: new Set(), characters: 0 });
}

function copy(value: unknown, state: Copying): JsonValue {
  switch (typeof value) {
    case "string":
      return counted(value, state);
    case "number":
      if (!Number.isFinite(value)) throw unserialisable(state, `the number ${String(value)}`);
      return value === 0 ? 0 : value;
    case "boolean":
      return value;
    case "object":
      return value === null ? null : copyObject(value, state);
    default:
      throw unserialisable(state, typeof value === "undefined" ? "undefined" : `a ${typeof value}`);
  }
}

function copyObject(value: object, state: Copying): JsonValue {
  if (state.open.has(value)) throw unserialisable(state, "a cycle");
  if (state.path.length > maxJsonDepth) {
    throw new TooDeepError({
      problem: `${state.path[0] ?? "value"} is nested deeper than ${maxJsonDepth} levels`,
      remedy: "Store a flatter value",
      path: state.path.slice(0, 8).join("."),
    });
  }
  state.open.add(value);
  const result = guarded(state, () => {
    if (types.isProxy(value)) throw refusedProxy(value, state);
    return Array.isArray(value) ? copyArray(value, state) : copyRecord(value, state);
  });
  state.open.delete(value);
  return result;
}

/** A proxy may answer differently each time. Looking at all of it first makes its traps' own errors the cause. */
function refusedProxy(value: object, state: Copying): UnserialisableError {
  Object.getPrototypeOf(value);
  Object.entries(value);
  return unserialisable(state, "a Proxy");
}

/** Getters and proxies run the caller's code: what they throw becomes an error of ours. */
function guarded(state: Copying, run: () => JsonValue): JsonValue {
  const depth = state.path.length;
  try {
    return run();
  } catch (error) {
    if (error instanceof UnserialisableError) throw error;
    if (error instanceof TooDeepError || error instanceof TooLargeError) throw error;
    throw unserialisable(
      { ...state, path: state.path.slice(0, depth) },
      "a value that throws",
      error,
    );
  }
}

function copyArray(value: readonly unknown[], state: Copying): JsonValue {
  if (!isPlainArray(value)) throw unserialisable(state, "an instance of a class of arrays");
  const items: JsonValue[] = [];
  for (let index = 0; index < value.length; index += 1) {
    state.path.push(String(index));
    if (!Object.hasOwn(value, index)) throw unserialisable(state, "a hole in an array");
    items.push(copy(value[index], state));
    state.path.pop();
  }
  const hasNames = Object.keys(value).length > items.length;
  if (hasNames) throw unserialisable(state, "an array with named properties");
  refuseSymbols(value, state);
  return Object.freeze(items);
}

function copyRecord(value: object, state: Copying): JsonValue {
  if (!isPlainObject(value)) throw unserialisable(state, `an instance of ${className(value)}`);
  refuseSymbols(value, state);
  const record: Record<string, JsonValue> = {};
  for (const [key, item] of Object.entries(value)) {
    state.path.push(counted(key, state).slice(0, 80));
    // a plain assignment would set the prototype for the key __proto__
    Object.defineProperty(record, key, {
      value: copy(item, state),
      enumerable: true,
      configurable: false,
      writable: false,
    });
    state.path.pop();
  }
  return Object.freeze(record);
}

function refuseSymbols(value: object, state: Copying): void {
  if (Object.getOwnPropertySymbols(value).length > 0) throw unserialisable(state, "a symbol key");
}

/** By prototype chain: that of a class of arrays is longer. */
function isPlainArray(value: readonly unknown[]): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return typeof prototype === "object" && prototype !== null && isPlainObject(prototype);
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

function counted(text: string, state: Copying): string {
  state.characters += text.length;
  if (state.characters <= maxJsonCharacters) return text;
  throw new TooLargeError({
    problem: `${state.path[0] ?? "value"} has more than ${maxJsonCharacters} characters`,
    remedy: "Keep large content elsewhere and store a reference to it",
    path: state.path.join("."),
  });
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
