import { expect, test } from "@jest/globals";
import { inspect } from "node:util";
import { Secret } from "./secret.ts";

const secret = new Secret("sk-canary", "OPENAI_API_KEY");

test("a secret shows itself to nobody but the one who asks for it (E2)", () => {
  const shown = [
    inspect({ secret }, { showHidden: true, depth: 9 }),
    String(secret),
    JSON.stringify({ secret }),
    JSON.stringify(Object.entries(secret)),
  ];
  expect(shown.join()).not.toContain("canary");
  expect(secret.reveal()).toBe("sk-canary");
});

test("a text that echoes the key is given back without it", () => {
  expect(secret.redact("key sk-canary, again sk-canary")).toBe("key [redacted], again [redacted]");
});

test.each(["x", "test", "EMPTY", "anything"])(
  "the placeholder %s is a word that an answer may hold",
  (placeholder) => {
    const text = `A test of anything EMPTY: ${placeholder}x`;
    expect(new Secret(placeholder, "OPENAI_API_KEY").redact(text)).toBe(text);
  },
);

test.each([
  ["blank", "  "],
  ["empty", ""],
  ["with a line break at its end", "sk-canary\n"],
  ["with a header in it", "sk-canary\r\nx-evil: 1"],
  ["with a blank", "Bearer sk-canary"],
  ["with letters that no header takes", "sk-cänary"],
])("a key that is %s is refused by the name of what holds it, and not echoed (R:C25)", (_, key) => {
  expect.assertions(2);
  try {
    new Secret(key, "OPENAI_API_KEY");
  } catch (error) {
    expect(error).toMatchObject({ kind: "auth", retryable: false });
    expect(inspect(error)).not.toMatch(/sk-c/);
  }
});
