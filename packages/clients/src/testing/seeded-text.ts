import { createHash } from "node:crypto";
import type { FakeRequest } from "./fake-request.ts";
import { readConversation } from "./read-conversation.ts";

const openings = [
  "In short,",
  "As a rule,",
  "Seen closely,",
  "Most of the time,",
  "On reflection,",
];
const subjects = [
  "the common answer",
  "a careful reader",
  "the older view",
  "each new case",
  "the evidence so far",
  "a plain example",
];
const verbs = ["explains", "questions", "supports", "limits", "clarifies", "repeats"];
const objects = [
  "what was said before",
  "the first assumption",
  "the cost of a mistake",
  "the difference between the two",
  "the point about time",
  "the rest of the argument",
];

/**
 * An answer of three to six sentences that is a function of the conversation and the seed alone, so that a run
 * started again after a kill reads the same text, on either wire.
 */
export function seededText(request: FakeRequest, seed: number): string {
  const hash = createHash("sha256")
    .update(`${seed}\n`)
    .update(JSON.stringify(readConversation(request)));
  const bytes = hash.digest();
  const pick = (words: readonly string[], at: number): string =>
    words[bytes.readUInt8(at) % words.length] ?? "";
  const count = 3 + (bytes.readUInt8(31) % 4);
  const sentences = Array.from({ length: count }, (_, index) => {
    const at = index * 4;
    const words = [openings, subjects, verbs, objects].map((list, part) => pick(list, at + part));
    return `${words.join(" ")}.`;
  });
  return `You ask about "${topic(request)}". ${sentences.join(" ")}`;
}

/** Answers with the text of the last user message. */
export function echoText(request: FakeRequest): string {
  return readConversation(request).findLast(({ role }) => role === "user")?.text ?? "";
}

function topic(request: FakeRequest): string {
  return echoText(request).replaceAll(/\s+/g, " ").slice(0, 60).toWellFormed();
}
