import { expect, test } from "@jest/globals";
import {
  trustEcsId,
  lineageOf,
  trustBatchId,
  type EcsId,
  type JsonValue,
} from "@minference/protocol";
import type { StoredValue } from "@minference/storage";
import { diffStates } from "../change/diff.ts";
import { fieldExcerpts } from "./field-excerpt.ts";
import { buildLineage, type Lineage, type ReadVersion } from "./lineage.ts";

const anId = (digit: number): EcsId =>
  trustEcsId(`0192aaaa-bbbb-7ccc-8ddd-eeeeeeee${String(digit).padStart(4, "0")}`);

const lineageId = lineageOf(anId(1));

const aState = (name: JsonValue): Readonly<Record<string, StoredValue>> => ({
  name: { json: name },
  a: { json: 1 },
  b: { json: 2 },
  c: { json: 3 },
});

function aLineage(
  versions: readonly [own: number, parent: number | null, name: JsonValue][],
): Lineage {
  const names = new Map(versions.map(([own, , name]) => [own, name]));
  const read = versions.map(([own, parent, name]): ReadVersion => {
    const before = parent === null ? undefined : names.get(parent);
    return {
      row: {
        ecsId: anId(own),
        type: "Thread",
        lineageId,
        parentId: parent === null ? null : anId(parent),
        createdAt: new Date(own),
        batchId: trustBatchId(anId(own)),
      },
      diff: before === undefined ? null : diffStates(aState(before), aState(name)),
      fields: before === undefined ? fieldExcerpts(aState(name)) : [],
    };
  });
  return buildLineage({
    lineageId,
    versions: read,
    refs: [{ lineageId, name: "main", tip: anId(3) }],
  });
}

test("a lineage knows its roots, heads, depths and edges (V35)", () => {
  const lineage = aLineage([
    [1, null, "a"],
    [2, 1, "b"],
    [3, 2, "c"],
    [4, 2, "d"],
    [9, 8, "import"],
  ]);
  expect(lineage.sortedIds).toEqual([1, 2, 3, 4, 9].map(anId));
  expect(lineage.roots).toEqual([anId(1), anId(9)]);
  expect(lineage.heads).toEqual([3, 4, 9].map(anId));
  expect(lineage.nodes.get(anId(4))).toMatchObject({ depth: 2, parentMissing: false });
  expect(lineage.nodes.get(anId(9))).toMatchObject({ depth: 0, parentMissing: true });
});

test("the Mermaid text shows roots with fields, versions with changes, and refs (V36)", () => {
  const lineage = aLineage([
    [1, null, "a"],
    [3, 1, 'say "hi" to <b>]'],
  ]);
  expect(lineage.toMermaid({ fence: "none" })).toBe(
    [
      "graph TD",
      `  v0192aaaabbbb7ccc8dddeeeeeeee0001["Thread eeee0001<br/>name: a<br/>a: 1<br/>b: 2<br/>…(1 more)"]`,
      `  v0192aaaabbbb7ccc8dddeeeeeeee0003["Thread eeee0003 · main<br/>(1 changes)"]`,
      `  v0192aaaabbbb7ccc8dddeeeeeeee0001 -->|"name: a→say #34;hi#34; to #60;b#62;]"| v0192aaaabbbb7ccc8dddeeeeeeee0003`,
    ].join("\n"),
  );
  expect(lineage.toMermaid({ redact: () => true })).not.toContain("hi");
  expect(lineage.toMermaid({ direction: "LR" })).toMatch(/^```mermaid\ngraph LR\n[^]*\n```$/);
});

test("a value is cut at 20 characters, however many units they have (V36)", () => {
  const text = aLineage([
    [1, null, "🌍".repeat(20)],
    [3, 1, { long: "x".repeat(1000) }],
  ]).toMermaid();
  expect(text).toContain(`name: ${"#127757;".repeat(20)}<br/>`);
  expect(text).toContain(`→{#34;long#34;:#34;${"x".repeat(11)}…"`);
});

test("a redacted field shows no value, neither in a root nor at an edge (V36)", () => {
  const text = aLineage([
    [1, null, "secret one"],
    [3, 1, "secret two"],
  ]).toMermaid({ redact: (field) => field === "name" });
  expect(text).toContain("<br/>name: •••<br/>a: 1");
  expect(text).toContain('|"name: •••"|');
  expect(text).not.toContain("secret");
});

test("lists, dicts and children are shown by their sizes, and four changes as three and a count (V36)", () => {
  const [one, two] = [anId(1), anId(2)];
  const before = { l: { list: [one, two] }, d: { dict: {} }, r: { ref: one }, x: { json: 0 } };
  const after = {
    l: { list: [one, two, one, two] },
    d: { dict: { k: one } },
    r: { ref: two },
    x: { json: 1 },
  };
  const row = { type: "Thread", lineageId, createdAt: new Date(0), batchId: trustBatchId(one) };
  const text = buildLineage({
    lineageId,
    refs: [],
    versions: [
      { row: { ...row, ecsId: one, parentId: null }, diff: null, fields: fieldExcerpts(before) },
      { row: { ...row, ecsId: two, parentId: one }, diff: diffStates(before, after), fields: [] },
    ],
  }).toMermaid();
  expect(text).toContain("l: [2]<br/>d: {0}<br/>r: eeee0001<br/>…(1 more)");
  expect(text).toContain('|"l[2→4]<br/>d[0→1]<br/>r*<br/>…(1 more)"|');
  expect(text).toContain("(4 changes)");
});

test("an empty lineage says so, and a long one leaves the oldest middle out and counts it (V36)", () => {
  expect(aLineage([]).toMermaid()).toContain("no versions");
  const long = aLineage(
    Array.from({ length: 30 }, (_, n): [number, number | null, string] => [n + 1, n || null, "x"]),
  );
  const text = long.toMermaid({ maxNodes: 10 });
  expect(text).toContain("… 20 more versions");
  expect(text.match(/\["Thread/g)).toHaveLength(10);
  expect(text).toContain("Thread eeee0001");
  expect(text).toMatch(/v\w+0001 --> left\n {2}left --> v\w+0022\n/);
});

test("no more versions are drawn than asked, even of roots alone (V36)", () => {
  const roots = aLineage(
    Array.from({ length: 30 }, (_, n): [number, number | null, string] => [n + 1, null, "x"]),
  );
  expect(roots.toMermaid().match(/\["Thread/g)).toHaveLength(30);
  for (const maxNodes of [1, 2, 29]) {
    expect(roots.toMermaid({ maxNodes }).match(/\["Thread/g)).toHaveLength(maxNodes);
  }
  expect(() => roots.toMermaid({ maxNodes: 0 })).toThrow(/maxNodes 0/);
});
