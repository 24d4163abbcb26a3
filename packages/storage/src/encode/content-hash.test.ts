import { describe, expect, test } from "@jest/globals";
import { lineageOf, trustEcsId } from "@minference/protocol";
import { contentHash, type HashedSnapshot } from "./content-hash.ts";
import { sha256Hex } from "./sha256.ts";

const first = trustEcsId("0198c0de-0000-7000-8000-000000000001");
const second = trustEcsId("0198c0de-0000-7000-8000-000000000002");
const digest = { length: 2, hash: "ab".repeat(32) };

const version: HashedSnapshot = {
  ecsId: second,
  type: "Note",
  lineageId: lineageOf(first),
  parentId: first,
  createdAt: new Date(1_755_520_000_000),
  schemaVersion: 1,
  state: {
    text: { json: "é" },
    to: { ref: first },
    named: { dict: { a: first } },
    items: { digest },
  },
};

test("the hash is the SHA-256 of the canonical bytes of a version (spec 1.2)", () => {
  const bytes =
    `36:${second}4:Note36:${first}36:${first}1755520000000;1;4:` +
    `5:itemsl2:${digest.hash}5:namedd{1:1:a36:${first}4:textj1:é2:tor36:${first}`;
  expect(contentHash(version)).toBe(sha256Hex(bytes));
});

test("the order of the fields does not matter", () => {
  const state = Object.fromEntries(Object.entries(version.state).reverse());
  expect(contentHash({ ...version, state })).toBe(contentHash(version));
});

describe("the hash changes with", () => {
  const withState = (state: HashedSnapshot["state"]): HashedSnapshot => ({
    ...version,
    state: { ...version.state, ...state },
  });
  test.each<[string, HashedSnapshot]>([
    ["the id", { ...version, ecsId: first }],
    ["the type", { ...version, type: "note" }],
    ["the lineage", { ...version, lineageId: lineageOf(second) }],
    ["the parent", { ...version, parentId: null }],
    ["the instant", { ...version, createdAt: new Date(1_755_520_000_001) }],
    ["the schema version", { ...version, schemaVersion: 2 }],
    ["a value", withState({ text: { json: "e\u0301" } })],
    ["a field more", withState({ more: { json: null } })],
    ["a ref", withState({ to: { ref: null } })],
    ["the kind of a field", withState({ to: { json: first } })],
    ["a key of a dict", withState({ named: { dict: { b: first } } })],
    ["the length of a list", withState({ items: { digest: { ...digest, length: 3 } } })],
    ["the items of a list", withState({ items: { digest: { length: 2, hash: "ac".repeat(32) } } })],
  ])("%s", (_what, changed) => {
    expect(contentHash(changed)).not.toBe(contentHash(version));
  });
});

test("texts that UTF-8 cannot tell apart have different hashes (S29)", () => {
  const hashes = ["\ud800", "\udfff", "\ufffd"].map((text) =>
    contentHash({ ...version, state: { text: { json: [text] } } }),
  );
  expect(new Set(hashes).size).toBe(3);
});
