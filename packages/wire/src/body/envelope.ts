import { CorruptError, isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import type { Failure } from "../answer/failure.ts";
import { readFailure } from "../answer/failure.ts";
import type { AskedOutput } from "../output/asked-output.ts";
import type { Patches } from "./patches.ts";

/**
 * What a raw output keeps of a request beside its messages: the rest of the body, and what reading the
 * answer needs to know. It is plain JSON and stored as it is.
 */
export type Envelope = {
  /** The API that the body is for: chat completions, or Anthropic's messages. */
  readonly api: "chat" | "messages";
  /** The body sent, without its messages; its `model` is always there. */
  readonly body: JsonObject;
  /** What this one request changed in its messages and does not stay. */
  readonly patches: Patches;
  /** What was asked of the answer. */
  readonly output: AskedOutput;
  /** Text that was put behind the last user turn and stays there; null: none. */
  readonly keptSuffix: string | null;
  /** What the provider checks signed blocks against: the messages, or system and tools too. */
  readonly signedPrefix: "messages" | "whole";
  /** What was left out or emulated for this model. */
  readonly warnings: readonly string[];
  /** Why no whole answer came; null when one came, or was refused with a body. */
  readonly failure: Failure | null;
};

/**
 * The envelope that stored JSON holds.
 *
 * @throws {CorruptError} it is none.
 */
export function readEnvelope(json: JsonObject): Envelope {
  const { api, body, keptSuffix, signedPrefix, warnings, failure } = json;
  if (api !== "chat" && api !== "messages") throw corrupt("api");
  if (!isJsonObject(body) || typeof body["model"] !== "string") throw corrupt("body");
  if (!isTextOrNull(keptSuffix)) throw corrupt("keptSuffix");
  if (signedPrefix !== "messages" && signedPrefix !== "whole") throw corrupt("signedPrefix");
  if (!isTexts(warnings)) throw corrupt("warnings");
  const read = failure === null || failure === undefined ? null : readFailure(failure);
  if (read === undefined) throw corrupt("failure");
  const patches = readPatches(json["patches"]);
  const output = readOutput(json["output"]);
  return { api, body, patches, output, keptSuffix, signedPrefix, warnings, failure: read };
}

function readPatches(json: JsonValue | undefined): Patches {
  if (!isJsonObject(json)) throw corrupt("patches");
  const { suffix, prefill, cacheMarks } = json;
  if (!isTextOrNull(suffix) || !isTextOrNull(prefill)) throw corrupt("patches");
  if (!isPositions(cacheMarks)) throw corrupt("patches");
  return { suffix, prefill, cacheMarks };
}

function readOutput(json: JsonValue | undefined): AskedOutput {
  if (!isJsonObject(json)) throw corrupt("output");
  const { kind, name } = json;
  if (kind === "text") return { kind };
  const isNamed = kind === "call" || kind === "json" || kind === "json_by_call";
  if (isNamed && typeof name === "string") return { kind, name };
  throw corrupt("output");
}

function isTextOrNull(value: JsonValue | undefined): value is string | null {
  return value === null || typeof value === "string";
}

function isTexts(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isPositions(value: JsonValue | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isInteger(item));
}

function corrupt(field: string): CorruptError {
  return new CorruptError({
    problem: `The envelope of a raw output has no usable ${field}`,
    remedy: "It was not written by this library; restore the row from a backup",
    path: `envelope.${field}`,
  });
}
