import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import { storableJson } from "@minference/wire";
import type { FakeRequest } from "./fake-request.ts";

/** A call that a request has in its history. */
export interface FakeHistoryCall {
  readonly id: string;
  readonly name: string;
  /** Parsed; text when it is no JSON. */
  readonly arguments: JsonValue;
}

/** One message of a request, in the form of no wire. */
export interface FakeMessage {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly text: string;
  readonly calls: readonly FakeHistoryCall[];
  /** The call that a message of role tool answers; null for all others. */
  readonly callId: string | null;
}

/**
 * The messages of a request, the same for the same conversation on either wire: the system text first, each tool
 * result a message of its own. What is neither text, call nor result is left out.
 */
export function readConversation({ wire, body, messages }: FakeRequest): readonly FakeMessage[] {
  if (wire === "openai") return messages.map(chatMessage);
  const system = textIn(body["system"]);
  return [
    ...(system === "" ? [] : [aMessage("system", system)]),
    ...messages.flatMap(blockMessages),
  ];
}

function aMessage(role: FakeMessage["role"], text: string): FakeMessage {
  return { role, text, calls: [], callId: null };
}

function chatMessage(message: JsonObject): FakeMessage {
  const role = roleOf(message["role"]);
  const calls = objectsIn(message["tool_calls"]).map(({ id, function: made }) => ({
    id: textOf(id),
    name: isJsonObject(made) ? textOf(made["name"]) : "",
    arguments: isJsonObject(made) ? parsed(textOf(made["arguments"])) : null,
  }));
  const callId = role === "tool" ? textOf(message["tool_call_id"]) : null;
  return { role, text: textIn(message["content"]), calls, callId };
}

function roleOf(role: JsonValue | undefined): FakeMessage["role"] {
  switch (role) {
    case "system":
    case "developer":
      return "system";
    case "assistant":
    case "tool":
      return role;
    default:
      return "user";
  }
}

/** Anthropic has the results of a turn in one user message, before what the user says. */
function blockMessages({ role, content }: JsonObject): readonly FakeMessage[] {
  const blocks = objectsIn(content);
  const results = blocks
    .filter(({ type }) => type === "tool_result")
    .map((block) => ({
      ...aMessage("tool", textIn(block["content"])),
      callId: textOf(block["tool_use_id"]),
    }));
  const calls = blocks
    .filter(({ type }) => type === "tool_use")
    .map(({ id, name, input = null }) => ({
      id: textOf(id),
      name: textOf(name),
      arguments: input,
    }));
  const text = textIn(content);
  if (text === "" && calls.length === 0 && results.length > 0) return results;
  return [...results, { ...aMessage(roleOf(role), text), calls }];
}

/** The text of a content: itself, or its text blocks joined. */
function textIn(content: JsonValue | undefined): string {
  if (typeof content === "string") return content;
  const texts = objectsIn(content).filter(({ type }) => type === "text");
  return texts.map(({ text }) => textOf(text)).join("");
}

function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function parsed(text: string): JsonValue {
  return storableJson(text) ?? text;
}
