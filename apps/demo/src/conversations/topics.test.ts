import { expect, test } from "@jest/globals";
import { topics } from "./topics.ts";

const conversations = topics.flatMap((topic) => topic.conversations);

test("the demo ships 40 conversations, each under a name of its own", () => {
  expect(new Set(conversations.map(({ name }) => name)).size).toBe(40);
});

test("no two conversations say the same", () => {
  const said = conversations.flatMap(({ turns }) => turns);
  expect(new Set(said).size).toBe(120);
});
