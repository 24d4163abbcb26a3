import { describe, expect, test } from "@jest/globals";
import type { JsonValue } from "@minference/protocol";
import { noPatches, type Patches } from "./patches.ts";
import { patchedMessages } from "./patched-messages.ts";

const mark = { cache_control: { type: "ephemeral" } };
const text = (value: string) => ({ type: "text", text: value });

function patched(api: "chat" | "messages", messages: JsonValue[], patches: Partial<Patches>) {
  return patchedMessages({ api, patches: { ...noPatches, ...patches } }, messages);
}

test("without patches the messages are those that were rendered", () => {
  const messages = [{ role: "user", content: "Hi." }];
  expect(patched("chat", messages, {})).toEqual(messages);
});

describe("a suffix (3.3)", () => {
  const suffix = "!";

  test.each<["chat" | "messages", JsonValue[], JsonValue[]]>([
    ["chat", [{ role: "user", content: "Hi" }], [{ role: "user", content: "Hi!" }]],
    [
      "chat",
      [{ role: "tool", tool_call_id: "a", content: "1" }],
      [
        { role: "tool", tool_call_id: "a", content: "1" },
        { role: "user", content: "!" },
      ],
    ],
    [
      "messages",
      [{ role: "user", content: [text("a"), text("Hi")] }],
      [{ role: "user", content: [text("a"), text("Hi!")] }],
    ],
    [
      "messages",
      [{ role: "user", content: [{ type: "tool_result", tool_use_id: "a", content: "1" }] }],
      [
        {
          role: "user",
          content: [{ type: "tool_result", tool_use_id: "a", content: "1" }, text("!")],
        },
      ],
    ],
  ])("over %s behind %j", (api, messages, expected) => {
    const before = JSON.stringify(messages);
    expect(patched(api, messages, { suffix })).toEqual(expected);
    expect(JSON.stringify(messages)).toBe(before);
  });
});

test.each<["chat" | "messages", JsonValue]>([
  ["chat", "Here:"],
  ["messages", [text("Here:")]],
])("a prefill over %s is the last message, white space at its end cut (3.4)", (api, content) => {
  expect(patched(api, [], { prefill: "Here: \n" })).toEqual([{ role: "assistant", content }]);
});

describe("cache marks (C100)", () => {
  const thinking = { type: "thinking", thinking: "Hm.", signature: "s" };

  test.each<[string, JsonValue[], JsonValue[]]>([
    ["the last block", [text("a"), text("b")], [text("a"), { ...text("b"), ...mark }]],
    ["never thinking", [text("a"), thinking], [{ ...text("a"), ...mark }, thinking]],
    ["never an empty text", [text("a"), text("")], [{ ...text("a"), ...mark }, text("")]],
    ["nothing where no block takes one", [thinking], [thinking]],
  ])("%s", (_, content, expected) => {
    const sent = patched("messages", [{ role: "user", content }], { cacheMarks: [0] });
    expect(sent).toEqual([{ role: "user", content: expected }]);
  });

  test("a suffix stands in the marked block", () => {
    const messages = [{ role: "user", content: [text("Hi")] }];
    expect(patched("messages", messages, { cacheMarks: [0], suffix: "!" })).toEqual([
      { role: "user", content: [{ ...text("Hi!"), ...mark }] },
    ]);
  });
});
