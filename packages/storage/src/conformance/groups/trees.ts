import assert from "node:assert/strict";
import type { EcsId } from "@minference/protocol";
import type { EntityStorage, TreeRead } from "../../contract/entity-storage.ts";
import type { WriteBatch } from "../../contract/write-batch.ts";
import { assertSame } from "../assert-same.ts";
import type { Author, Draft } from "../author.ts";
import type { CaseOfLaw } from "../storage-case.ts";
import { storedChild, storedRoot } from "../stored-versions.ts";

/** Whole trees: all that is reached, once, and nothing else. */
export const trees: readonly CaseOfLaw[] = [
  {
    law: "L18",
    name: "a tree has everything reached through refs, lists and dicts at any level",
    run: async ({ storage, author }) => {
      const leaf = author.version({ type: "Leaf", json: { text: "leaf" } });
      const byRef = author.version({ refs: { to: leaf.ecsId } });
      const byList = author.version({ type: "Listed", refs: { to: byRef.ecsId } });
      const byDict = author.version({ type: "Named", dicts: { all: { leaf: leaf.ecsId } } });
      const root = author.version({
        refs: { one: byRef.ecsId, none: null },
        lists: { all: { append: [byList.ecsId] } },
        dicts: { named: { byDict: byDict.ecsId } },
      });
      const batch = author.batch({ versions: [leaf, byRef, byList, byDict, root] });
      await storage.commit(batch);
      assertTree(await storage.readTrees([root.ecsId]), author, batch);
    },
  },
  {
    law: "L18",
    name: "a version that is reached on many paths is in the tree once",
    run: async ({ storage, author }) => {
      const shared = author.version();
      const sides = [1, 2].map((n) =>
        author.version({ json: { n }, refs: { shared: shared.ecsId } }),
      );
      const append = [...sides, shared, shared].map(({ ecsId }) => ecsId);
      const root = author.version({ lists: { all: { append } } });
      const batch = author.batch({ versions: [shared, ...sides, root] });
      await storage.commit(batch);
      assertTree(await storage.readTrees([root.ecsId]), author, batch);
    },
  },
  {
    law: "L18",
    name: "a circle is read from each of its members",
    run: async ({ storage, author }) => {
      const ids = [author.id(), author.id(), author.id()];
      const versions = ids.map((id, at) =>
        author.version({ id, refs: { next: ids[(at + 1) % 3] ?? null } }),
      );
      const batch = author.batch({ versions });
      await storage.commit(batch);
      for (const id of ids) assertTree(await storage.readTrees([id]), author, batch);
    },
  },
  {
    law: "L18",
    name: "a version that names itself is read",
    run: async ({ storage, author }) => {
      const id = author.id();
      const self = author.version({ id, refs: { self: id }, lists: { all: { append: [id] } } });
      const batch = author.batch({ versions: [self] });
      await storage.commit(batch);
      assertTree(await storage.readTrees([id]), author, batch);
    },
  },
  {
    law: "L18",
    name: "parents, children and owners are no part of a tree",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const asked = author.version({ parent: root });
      const child = author.version({ parent: asked });
      const owner = author.version({ refs: { to: asked.ecsId } });
      await storage.commit(author.batch({ versions: [asked, child, owner] }));
      assert.deepEqual(keys(await storage.readTrees([asked.ecsId])), [asked.ecsId]);
    },
  },
  {
    law: "L18",
    name: "ids inside JSON and text are not followed",
    run: async ({ storage, author }) => {
      const named = author.version();
      const json = { id: named.ecsId, tree: { ref: named.ecsId, list: [named.ecsId] } };
      const root = author.version({ json });
      await storage.commit(author.batch({ versions: [named, root] }));
      assert.deepEqual(keys(await storage.readTrees([root.ecsId])), [root.ecsId]);
    },
  },
  {
    law: "L18",
    name: "several trees are read at once; what they share is there once and unknown ids are not there",
    run: async ({ storage, author }) => {
      const shared = author.version();
      const [left, right] = [1, 2].map((n) =>
        author.version({ json: { n }, refs: { shared: shared.ecsId } }),
      );
      const roots = [left, right].flatMap((root) => root ?? []);
      const batch = author.batch({ versions: [shared, ...roots] });
      await storage.commit(batch);
      const asked = [author.id(), ...roots.map(({ ecsId }) => ecsId), author.id()];
      assertTree(await storage.readTrees(asked), author, batch);
      assertSame(keys(await storage.readTrees([])), []);
    },
  },
  {
    law: "L18",
    name: "a tree is that of the asked version, not of later ones",
    run: async ({ storage, author }) => {
      const part = author.version({ json: { text: "old" } });
      const whole = author.version({ refs: { part: part.ecsId } });
      const batch = author.batch({ versions: [part, whole] });
      await storage.commit(batch);
      const newPart = author.version({ parent: part, json: { text: "new" } });
      const newWhole = author.version({ parent: whole, refs: { part: newPart.ecsId } });
      await storage.commit(author.batch({ versions: [newPart, newWhole] }));
      assertTree(await storage.readTrees([whole.ecsId]), author, batch);
    },
  },
  {
    law: "L18",
    name: "the refs that point to an asked version come with its tree, and no others",
    run: async (scene) => {
      const { storage, author } = scene;
      const part = await storedRoot(scene);
      const root = await storedRoot(scene, { refs: { part: part.ecsId } });
      const { lineageId, ecsId: tip } = root;
      await storage.setRef(author.setRef(lineageId, { name: "best", to: tip }));
      const next = await storedChild(scene, root, { name: "best" });
      const asked = (await storage.readTrees([tip])).tips;
      assertSame(asked, [{ lineageId, name: "main", tip }]);
      const later = (await storage.readTrees([next.ecsId])).tips;
      assertSame(later, [{ lineageId, name: "best", tip: next.ecsId }]);
    },
  },
  {
    law: "L18",
    name: "a chain of 1,500 versions is read whole",
    run: async ({ storage, author }) => {
      const versions: Draft[] = [];
      for (let to: EcsId | null = null; versions.length < 1500;) {
        const version: Draft = author.version({ refs: { to } });
        versions.push(version);
        to = version.ecsId;
      }
      await storage.commit(author.batch({ versions }));
      const top = versions.at(-1)?.ecsId;
      assert.ok(top !== undefined);
      assert.equal(await treeSize(storage, top), 1500);
    },
  },
];

function assertTree(tree: TreeRead, author: Author, batch: WriteBatch): void {
  const expected = author.reads(batch);
  assertSame(keys(tree).toSorted(), expected.map(({ ecsId }) => ecsId).toSorted());
  for (const version of expected) assertSame(tree.snapshots.get(version.ecsId), version);
}

function keys(tree: TreeRead): EcsId[] {
  return [...tree.snapshots.keys()];
}

async function treeSize(storage: EntityStorage, id: EcsId): Promise<number> {
  return (await storage.readTrees([id])).snapshots.size;
}
