import { expect, test } from "@jest/globals";
import { trustContentHash, type EcsId, type LineageId } from "@minference/protocol";
import { Author, type Draft } from "../conformance/author.ts";
import type { EntitySnapshot } from "../contract/entity-snapshot.ts";
import type { RefTip } from "../contract/refs.ts";
import { findProblems } from "./find-problems.ts";

const author = new Author();
const item = author.version({ json: { text: "item" } });
const whole = author.version({
  json: { text: "said" },
  refs: { to: item.ecsId },
  dicts: { named: { it: item.ecsId } },
  lists: { items: { append: [item.ecsId, item.ecsId] } },
});

function reads(...versions: Draft[]): EntitySnapshot[] {
  return author.reads(author.batch({ versions }));
}

/** Problems of these versions, as what they are about and what they say. */
function problemsOf(
  versions: readonly EntitySnapshot[],
  tips: readonly RefTip[] = [],
): (readonly [EcsId | null, string])[] {
  const lineages = new Map<EcsId, LineageId>(
    versions.map(({ ecsId, lineageId }) => [ecsId, lineageId]),
  );
  const problems = findProblems({ versions, tips, lineageOf: (id) => lineages.get(id) });
  return problems.map(({ ecsId, problem }) => [ecsId, problem]);
}

test("versions and refs as they were written have no problems (L40)", () => {
  const tip = { lineageId: whole.lineageId, name: "main", tip: whole.ecsId };
  expect(problemsOf(reads(item, whole), [tip])).toEqual([]);
});

test("a value, a list or a hash that was changed is found, and no content is told (L40)", () => {
  const [, version] = reads(item, whole);
  if (version === undefined) throw new Error("nothing was read");
  const text = { ...version, state: { ...version.state, text: { json: "changed" } } };
  const list = { ...version, state: { ...version.state, items: { list: [item.ecsId] } } };
  const hash = { ...version, contentHash: trustContentHash("0".repeat(64)) };
  const unhashed = { ...version, contentHash: null };
  for (const changed of [text, list, hash, unhashed]) {
    const [found, ...others] = problemsOf([...reads(item), changed]);
    expect(found?.[0]).toBe(whole.ecsId);
    expect(found?.[1]).toMatch(/^Note ….{8}: its content is not that of its hash$/);
    expect(others).toEqual([]);
  }
});

test("an erased version has no hash, and with one it is damaged (L40)", () => {
  const [version] = reads(item);
  if (version === undefined) throw new Error("nothing was read");
  const erased = { ...version, erasedAt: new Date(0), contentHash: null };
  expect(problemsOf([erased])).toEqual([]);
  const hashed = { ...erased, contentHash: version.contentHash };
  expect(problemsOf([hashed])).toEqual([[item.ecsId, expect.stringContaining("has a hash")]]);
});

test("each field that names a version which is not stored is found once (L40)", () => {
  const found = problemsOf(reads(whole)).map(([, problem]) => problem);
  expect(found).toEqual([
    expect.stringContaining("to names"),
    expect.stringContaining("named names"),
    expect.stringContaining("items names"),
  ]);
});

test("a ref without its version, or to one of another lineage, is found (L40)", () => {
  const nowhere = { lineageId: whole.lineageId, name: "main", tip: author.id() };
  const elsewhere = { lineageId: whole.lineageId, name: "best", tip: item.ecsId };
  const found = problemsOf(reads(item), [nowhere, elsewhere]);
  expect(found).toEqual([
    [null, expect.stringContaining("Ref main points to")],
    [null, expect.stringContaining("Ref best points to")],
  ]);
});
