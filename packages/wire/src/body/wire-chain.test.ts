import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createHash } from "node:crypto";
import { canonicalJson } from "../json/canonical-json.ts";
import { WireChain, wireHash } from "./wire-chain.ts";

const messages = Array.from({ length: 200 }, (_, index) => ({
  role: "user",
  content: `message ${index}`,
}));

function sha(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

test("the chain is blocks of 64 digests, the last one short (spec 1.7)", () => {
  const digests = messages.slice(0, 70).map((message) => sha(canonicalJson(message)));
  const first = sha(sha(""), ...digests.slice(0, 64));
  expect(wireHash(messages.slice(0, 70))).toBe(sha(first, ...digests.slice(64)).toString("hex"));
});

test("a full block is hashed once: no empty block follows it", () => {
  const digests = messages.slice(0, 64).map((message) => sha(canonicalJson(message)));
  expect(wireHash(messages.slice(0, 64))).toBe(sha(sha(""), ...digests).toString("hex"));
  expect(wireHash([])).toBe(sha("").toString("hex"));
});

test("however messages are appended, the hash is that of the whole list", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 200 }), { maxLength: 6 }), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), 200];
      let chain = WireChain.empty;
      places.slice(1).forEach((place, index) => {
        chain = chain.append(messages.slice(places[index], place));
      });
      expect(chain.hash()).toBe(wireHash(messages));
      expect(chain.length).toBe(200);
    }),
  );
});

test("appending leaves the chain it was appended to as it was", () => {
  const base = WireChain.empty.append(messages.slice(0, 63));
  const before = base.hash();
  const left = base.append([{ role: "user", content: "left" }]);
  const right = base.append([{ role: "user", content: "right" }]);
  expect(left.hash()).not.toBe(right.hash());
  expect(base.hash()).toBe(before);
});

test("two lists that differ in one message, or in their order, have different hashes", () => {
  const [first, second, ...rest] = messages;
  expect(wireHash([second ?? null, first ?? null, ...rest])).not.toBe(wireHash(messages));
  expect(wireHash([...messages.slice(0, 199), { role: "user", content: "other" }])).not.toBe(
    wireHash(messages),
  );
});
