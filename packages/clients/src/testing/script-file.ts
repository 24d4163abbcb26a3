// boundary: a test's own file of answers
import type { FakeAnswer } from "./fake-answer.ts";
import { readFileSync } from "node:fs";

/** The answers in a JSON file: a list of FakeAnswer. */
export function readScript(path: string): readonly FakeAnswer[] {
  return JSON.parse(readFileSync(path, "utf8")) as readonly FakeAnswer[]; // a wrong one shows as a wrong answer
}
