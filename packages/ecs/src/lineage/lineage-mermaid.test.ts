import { expect, test } from "@jest/globals";
import {
  trustEcsId,
  lineageOf,
  trustBatchId,
  type EcsId,
  type JsonValue,
} from "@minference/protocol";
import type { EntitySnapshot } from "@minference/storage";
import { buildLineage, type Lineage } from "./lineage.ts";

const anId = (digit: number): EcsId =>
  trustEcsId(`0192aaaa-bbbb-7ccc-8ddd-eeeeeeee${String(digit).padStart(4, "0")}`);

function aLineage(
  versions: readonly [own: number, parent: number | null, name: JsonValue][],
): Lineage {
  const lineageId = lineageOf(anId(1));
  const snapshots = versions.map(([own, parent, name]): EntitySnapshot => ({
    ecsId: anId(own),
    type: "Thread",
    lineageId,
    parentId: parent === null ? null : anId(parent),
    createdAt: new Date(own),
    schemaVersion: 1,
    batchId: trustBatchId(anId(own)),
    erasedAt: null,
    contentHash: null,
    state: { name: { json: name }, a: { json: 1 }, b: { json: 2 }, c: { json: 3 } },
  }));
  return buildLineage({
    lineageId,
    rows: snapshots,
    snapshots: new Map(snapshots.map((snapshot) => [snapshot.ecsId, snapshot])),
    refs: [{ lineageId, name: "main", tip: anId(3) }],
  });
}

test("a lineage knows its roots, heads, depths and edges (V35)", () => {
  const lineage = aLineage([
    [2, 1, "b"],
    [1, null, "a"],
    [4, 2, "d"],
    [3, 2, "c"],
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

test("an empty lineage says so, and a long one leaves the oldest middle out and counts it (V36)", () => {
  expect(aLineage([]).toMermaid()).toContain("no versions");
  const long = aLineage(
    Array.from({ length: 30 }, (_, n): [number, number | null, string] => [n + 1, n || null, "x"]),
  );
  const text = long.toMermaid({ maxNodes: 10 });
  expect(text).toContain("… 20 more versions");
  expect(text.match(/\["Thread/g)).toHaveLength(10);
});
