import {
  isJsonObject,
  type FinishReason,
  type JsonObject,
  type NeutralJsonObject,
  type ToolCall,
} from "@minference/protocol";
import { failureOf, type Failure } from "../answer/failure.ts";
import type { AskedOutput } from "./asked-output.ts";
import { parsedContentName } from "./asked-output.ts";
import { exactJson } from "../json/exact-json.ts";
import { jsonInText, wholeJsonObject } from "./json-in-text.ts";

/** What an answer brought, before it is read as what was asked. */
export interface BroughtOutput {
  readonly content: string | null;
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: FinishReason;
}

/** What an answer means as what was asked. */
export interface ReadOutput {
  readonly content: string | null;
  readonly toolCalls: readonly ToolCall[];
  readonly jsonObjects: readonly NeutralJsonObject[];
  readonly finishReason: FinishReason;
  /** Why it is not what was asked; null when it is. */
  readonly failure: Failure | null;
}

/** How an answer is to be read. */
export interface Reading {
  readonly output: AskedOutput;
  /** The beginning of the answer that was sent; null: none. */
  readonly prefill: string | null;
  /** Name of the client, for messages. */
  readonly client: string;
}

/** Text and calls of an answer as the output that was asked (spec 3.5, 6.1–6.3). */
export function readOutput(brought: BroughtOutput, reading: Reading): ReadOutput {
  const joined = { ...brought, content: withPrefill(brought.content, reading.prefill) };
  const { output } = reading;
  switch (output.kind) {
    case "text":
      return readText(joined);
    case "call":
      return readCall(joined, reading, output.name);
    case "json":
      return readJson(joined, reading, output.name);
    case "json_by_call":
      return readJsonByCall(joined, reading, output.name);
    default:
      return output satisfies never;
  }
}

/** The JSON object of each call, in order. */
export function callObjects(calls: readonly ToolCall[]): NeutralJsonObject[] {
  return calls.map((call) => ({ name: call.name, object: objectOf(call), toolCallId: call.id }));
}

/** The arguments of a call; `{ value }` for JSON that is no object, `{ raw }` for what is no JSON (spec 6.1, 6.2). */
function objectOf({ arguments: object, argumentsText }: ToolCall): JsonObject {
  if (object !== null) return object;
  const value = exactJson(argumentsText);
  return value === undefined || isJsonObject(value) ? { raw: argumentsText } : { value };
}

/** The prefill is joined once: not again when the answer begins with it. */
function withPrefill(content: string | null, prefill: string | null): string | null {
  if (prefill === null) return content;
  const sent = prefill.trimEnd();
  const text = content ?? "";
  return text.startsWith(sent) ? text : sent + text;
}

function readText({ content, toolCalls, finishReason }: BroughtOutput): ReadOutput {
  const whole = content === null ? null : wholeJsonObject(content);
  const found =
    whole === null ? [] : [{ name: parsedContentName, object: whole, toolCallId: null }];
  const jsonObjects = [...callObjects(toolCalls), ...found];
  return { content, toolCalls, jsonObjects, finishReason, failure: null };
}

function readCall(brought: BroughtOutput, { client }: Reading, name: string): ReadOutput {
  const read = readText(brought);
  if (brought.toolCalls.length > 0) return read;
  const failure =
    brought.finishReason === "length"
      ? failureOf("truncated", `${client} cut the answer off before it called ${name}`)
      : failureOf("tool_not_called", `${client} answered without calling the tool ${name}`);
  return { ...read, failure };
}

function readJson(brought: BroughtOutput, reading: Reading, name: string): ReadOutput {
  const { content, toolCalls, finishReason } = brought;
  const object = content === null ? null : objectIn(content, brought, reading);
  const isWhole = object !== null && finishReason !== "length";
  const found = object === null ? [] : [{ name, object, toolCallId: null }];
  return {
    content,
    toolCalls,
    jsonObjects: [...callObjects(toolCalls), ...found],
    finishReason,
    failure: isWhole ? null : noJson(finishReason, reading.client),
  };
}

/** In a text that was cut off, a part of the JSON must not be taken for all of it. */
function objectIn(
  content: string,
  { finishReason }: BroughtOutput,
  { prefill }: Reading,
): JsonObject | null {
  return finishReason === "length"
    ? wholeJsonObject(content)
    : jsonInText(content, prefill?.trimEnd() ?? null);
}

/** A call that stands for JSON is no call: nothing is to be run, and no result to be sent. */
function readJsonByCall(brought: BroughtOutput, reading: Reading, name: string): ReadOutput {
  const { content, finishReason } = brought;
  const call = brought.toolCalls.find((each) => each.name === name);
  if (call === undefined) return readJson(brought, reading, name);
  const isBlank = content === null || content.trim() === "";
  const isWhole = call.arguments !== null && finishReason !== "length";
  return {
    content: isBlank ? call.argumentsText : content,
    toolCalls: [],
    jsonObjects: [{ name, object: objectOf(call), toolCallId: null }],
    finishReason: finishReason === "tool_calls" ? "stop" : finishReason,
    failure: isWhole ? null : noJson(finishReason, reading.client),
  };
}

function noJson(finishReason: FinishReason, client: string): Failure {
  return finishReason === "length"
    ? failureOf("truncated", `${client} cut the answer off inside its JSON`)
    : failureOf("output_invalid", `${client} answered with text that holds no JSON`);
}
