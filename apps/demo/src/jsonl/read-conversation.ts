import { isMinferenceError } from "@minference/protocol";
import { ChatThread, type LLMConfig } from "@minference/threads";
import { createHash } from "node:crypto";
import type { FileLine } from "./file-lines.ts";

/** A line as a thread that is not stored yet. */
export interface LineConversation {
  readonly number: number;
  readonly thread: ChatThread;
  /** How many messages the line has. */
  readonly messages: number;
  /** Keys of the line beside `messages`; they are not used. */
  readonly unused: readonly string[];
}

/** A line that is no conversation, and why. */
export interface BadLine {
  readonly number: number;
  readonly reason: string;
}

/** The conversation in a line, `{"messages":[…]}` in the form of chat completions, or why it is none. */
export function readConversation(
  { number, bytes }: FileLine,
  llmConfig: LLMConfig,
): LineConversation | BadLine {
  const bad = (reason: string): BadLine => ({ number, reason });
  const parsed = parse(bytes);
  if ("reason" in parsed) return bad(parsed.reason);
  const { value } = parsed;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return bad("it is no JSON object");
  }
  const messages = "messages" in value ? value.messages : undefined;
  if (!Array.isArray(messages)) return bad("it has no list named messages");
  if (messages.length === 0) return bad("its messages are an empty list");
  const thread = new ChatThread({ name: threadName(number, bytes), llmConfig });
  try {
    thread.addChatMl(messages);
  } catch (error) {
    if (isMinferenceError(error)) return bad(error.message);
    throw error;
  }
  if (!canGoOn(thread)) return bad("its last message asks nothing: it is empty, or a system's");
  const unused = Object.keys(value).filter((key) => key !== "messages");
  return { number, thread, messages: messages.length, unused };
}

type Parsed = { readonly value: unknown } | { readonly reason: string };

function parse(bytes: Buffer): Parsed {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (error) {
    if (error instanceof SyntaxError) return { reason: `it is no JSON: ${error.message}` };
    return { reason: "it is no text in UTF-8" };
  }
}

/** The same line of the same file has the same thread in every run. */
function threadName(number: number, bytes: Buffer): string {
  const hash = createHash("sha256").update(bytes).digest("hex");
  return `jsonl: line ${number}, ${hash.slice(0, 16)}`;
}

/** A question or a tool's result waits for an answer; one that is there already stays as it is. */
function canGoOn({ isAwaitingAnswer, lastMessage }: ChatThread): boolean {
  if (lastMessage?.role === "user") return lastMessage.content !== "";
  return isAwaitingAnswer || lastMessage?.role === "assistant";
}
