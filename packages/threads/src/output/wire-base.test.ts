import { expect, test } from "@jest/globals";
import { trustEcsId, type JsonValue } from "@minference/protocol";
import { WireChain, wireHash } from "@minference/wire";
import { wireDelta, type WireBase } from "./wire-base.ts";

const messages = (count: number): JsonValue[] =>
  Array.from({ length: count }, (_, index) => ({ role: "user", content: `message ${index}` }));

const id = trustEcsId("019a0000-0000-7000-8000-000000000001");

/** The base of a request with these messages: as this process has sent it, and as it is read from a storage. */
function basesOf(sent: readonly JsonValue[]): readonly [string, WireBase][] {
  const chain = WireChain.empty.append(sent);
  const base = {
    outputId: id,
    rawOutputId: id,
    client: "openai",
    length: sent.length,
    wireHash: chain.hash(),
  } as const;
  return [
    ["sent", { ...base, sent: { messages: sent, chain } }],
    ["read", { ...base, sent: null }],
  ];
}

test.each(basesOf(messages(130)))(
  "a request that begins with a base (%s) stores what it adds (C126)",
  (_how, base) => {
    const { chain, ...delta } = wireDelta(messages(132), "openai", base);
    expect(delta).toEqual({ wireBaseId: id, wireKeep: 130, wireAdded: messages(132).slice(130) });
    expect(chain.hash()).toBe(wireHash(messages(132)));
  },
);

const changed = messages(5).with(1, { role: "user", content: "another" });
test.each([
  ["one message differs", changed],
  ["it is shorter", messages(3)],
])("a request stores all when %s than in its base (3.7)", (_how, now) => {
  for (const [, base] of basesOf(messages(4))) {
    const { chain, ...delta } = wireDelta(now, "openai", base);
    expect(delta).toEqual({ wireBaseId: null, wireKeep: 0, wireAdded: now });
    expect(chain.hash()).toBe(wireHash(now));
  }
});

test("a request to another client has no base (3.7)", () => {
  for (const [, base] of basesOf(messages(2))) {
    expect(wireDelta(messages(3), "vllm", base).wireBaseId).toBeNull();
  }
});

test("the order of keys counts: the body is rebuilt byte for byte (1.7)", () => {
  const [[, base] = []] = basesOf([{ role: "user", content: "a" }]);
  if (base === undefined) throw new Error("there are two bases");
  expect(wireDelta([{ content: "a", role: "user" }], "openai", base).wireKeep).toBe(0);
});
