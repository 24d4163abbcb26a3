import { expect, test } from "@jest/globals";
import { isKind, type JsonObject } from "@minference/protocol";
import { createHash } from "node:crypto";
import { bodyText, requestHashOf } from "./body-text.ts";

const envelope: JsonObject = {
  api: "chat",
  body: { model: "gpt-4.1", top_p: 1, max_completion_tokens: 5 },
  patches: { suffix: null, prefill: null, cacheMarks: [] },
  output: { kind: "text" },
  keptSuffix: null,
  signedPrefix: "messages",
  warnings: [],
  failure: null,
};
const messages = [{ role: "user", content: "Grüße \u{1f44b}" }];

test("model comes first, messages second, all else sorted", () => {
  expect(bodyText(envelope, messages)).toBe(
    '{"model":"gpt-4.1","messages":[{"role":"user","content":"Grüße 👋"}],"max_completion_tokens":5,"top_p":1}',
  );
});

test("an envelope whose keys come back in another order gives the same text", () => {
  const body = { top_p: 1, max_completion_tokens: 5, model: "gpt-4.1" };
  expect(bodyText({ failure: null, ...envelope, body }, messages)).toBe(
    bodyText(envelope, messages),
  );
});

test("the request hash is the SHA-256 of the text as UTF-8", () => {
  const text = bodyText(envelope, messages);
  const bytes = Buffer.from(text, "utf8");
  expect(requestHashOf(text)).toBe(createHash("sha256").update(bytes).digest("hex"));
});

test.each([
  ["api", { ...envelope, api: "telegraph" }],
  ["body", { ...envelope, body: [] }],
  ["body", { ...envelope, body: { top_p: 1 } }],
  ["patches", { ...envelope, patches: null }],
  ["output", { ...envelope, output: { kind: "song" } }],
  ["warnings", { ...envelope, warnings: [1] }],
  ["failure", { ...envelope, failure: { kind: "bad luck", message: "", retryable: false } }],
])("an envelope without a usable %s is corrupt, by its path", (field, broken) => {
  expect.assertions(2);
  try {
    bodyText(broken, messages);
  } catch (error) {
    expect(isKind(error, "corrupt")).toBe(true);
    expect(error).toMatchObject({ path: `envelope.${field}` });
  }
});
