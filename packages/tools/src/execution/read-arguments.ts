import {
  isJsonObject,
  isMinferenceError,
  type ErrorKind,
  type JsonObject,
} from "@minference/protocol";
import { copyJson, type JsonCopy } from "../schema/json-copy.ts";
import { jsonFault } from "./json-fault.ts";
import { failed, type Step } from "./tool-outcome.ts";

/** What a model gave: the object, or its text as the model wrote it where that is no object. */
export type ToolInput = JsonObject | string;

/** What the input is called, how large it may be, and what kind of failure it is when it is none. */
interface ReadOptions {
  readonly name: string;
  readonly maxBytes: number;
  readonly kind: ErrorKind;
}

/** A copy of the input (U3) that is a JSON object. */
export interface ObjectCopy extends JsonCopy {
  readonly value: JsonObject;
}

/**
 * Reads what a model gave as one JSON object, exactly or not at all: text that is not JSON fails with its place
 * (T2), numbers beyond a double fail too (T20).
 */
export function readArguments(input: unknown, options: ReadOptions): Step<ObjectCopy> {
  const parsed = typeof input === "string" ? parse(input, options) : done(input);
  if (parsed.status === "failed") return parsed;
  try {
    const copy = copyJson(parsed.value, options);
    const { value, nodes } = copy;
    if (isJsonObject(value)) return done({ value, nodes });
    return failed(options.kind, `The ${options.name} must be one JSON object.`);
  } catch (error) {
    if (!isMinferenceError(error)) throw error;
    return failed(options.kind, error.message);
  }
}

function parse(text: string, { name, kind, maxBytes }: ReadOptions): Step<unknown> {
  if (text.length > maxBytes) return failed(kind, `The ${name} are longer than ${maxBytes} bytes.`);
  try {
    const value: unknown = JSON.parse(text);
    if (!hasInexactInteger(text)) return done(value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return failed(kind, `The ${name} are not JSON: ${place(text)}.`);
  }
  return failed(kind, `The ${name} hold an integer above 2^53, which would not stay exact.`);
}

function place(text: string): string {
  const at = jsonFault(text) ?? 0;
  if (at >= text.length) return `the text ends too soon, at character ${text.length}`;
  const before = text.slice(0, at).split("\n");
  const column = (before.at(-1) ?? "").length + 1;
  return `nothing valid begins at line ${before.length} column ${column} (character ${at})`;
}

function hasInexactInteger(json: string): boolean {
  if (!/\d{16}/.test(json)) return false;
  const outsideStrings = json.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const integers = outsideStrings.match(/(?<![\d.eE+])-?\d{16,}(?![\d.eE])/g) ?? [];
  return integers.some((digits) => {
    const value = Number(digits);
    return !Number.isFinite(value) || BigInt(digits) !== BigInt(value);
  });
}

function done<T>(value: T): Step<T> {
  return { status: "done", value };
}
