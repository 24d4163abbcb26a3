import assert from "node:assert/strict";
import { branchName } from "../../contract/refs.ts";
import { assertRefused } from "../assert-refused.ts";
import { assertSame } from "../assert-same.ts";
import { assertAbsent, assertRefs } from "../assert-stored.ts";
import type { CaseOfLaw } from "../storage-case.ts";
import { storedChild, storedRoot } from "../stored-versions.ts";

/** A writer that finds the ref moved is on a branch with a name. */
export const branches: readonly CaseOfLaw[] = [
  {
    law: "L12",
    name: "a second child of one version is on a branch of its own, and the ref stays",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const tip = await storedChild(scene, root);
      const late = author.version({ parent: root });
      const batch = author.batch({ versions: [late], moves: [author.move(late)] });
      const ref = branchName(late.ecsId, "short");
      const { lineageId, ecsId: to } = late;
      const siblings = [tip.ecsId];
      const moved = { lineageId, ref, to, moved: false, tip: tip.ecsId, siblings };
      assertSame(await storage.commit(batch), { batchId: batch.batchId, moves: [moved] });
      await assertRefs(storage, root, { main: tip.ecsId, [ref]: to });
    },
  },
  {
    law: "L12",
    name: "a writer that expects no ref and finds one is on a branch",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const next = author.version({ parent: root });
      const moves = [author.move(next, { expect: null })];
      const [moved] = (await storage.commit(author.batch({ versions: [next], moves }))).moves;
      assertSame([moved?.moved, moved?.tip], [false, root.ecsId]);
      const branch = branchName(next.ecsId, "short");
      await assertRefs(storage, root, { main: root.ecsId, [branch]: next.ecsId });
    },
  },
  {
    law: "L12",
    name: "a writer that expects a tip and finds no ref is on a branch and makes no main",
    run: async ({ storage, author }) => {
      const root = author.version();
      const next = author.version({ parent: root });
      const batch = author.batch({ versions: [root, next], moves: [author.move(next)] });
      const [moved] = (await storage.commit(batch)).moves;
      assertSame([moved?.moved, moved?.tip], [false, null]);
      await assertRefs(storage, root, { [branchName(next.ecsId, "short")]: next.ecsId });
    },
  },
  {
    law: "L12",
    name: "a writer that follows no ref is on a branch, though main is where it expects it",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const next = author.version({ parent: root });
      const moves = [author.move(next, { name: null, else: "refuse" })];
      const [moved] = (await storage.commit(author.batch({ versions: [next], moves }))).moves;
      const ref = branchName(next.ecsId, "short");
      assertSame([moved?.ref, moved?.moved, moved?.tip, moved?.siblings], [ref, false, null, []]);
      await assertRefs(storage, root, { main: root.ecsId, [ref]: next.ecsId });
    },
  },
  {
    law: "L12",
    name: "a branch is followed and moved like any ref",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const left = await storedChild(scene, root);
      const right = await storedChild(scene, root);
      const name = branchName(right.ecsId, "short");
      const next = author.version({ parent: right });
      const batch = author.batch({ versions: [next], moves: [author.move(next, { name })] });
      const [moved] = (await storage.commit(batch)).moves;
      assertSame([moved?.ref, moved?.moved, moved?.tip], [name, true, right.ecsId]);
      await assertRefs(storage, root, { main: left.ecsId, [name]: next.ecsId });
    },
  },
  {
    law: "L12",
    name: "a branch has its long name when the short one is taken",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const next = author.version({ parent: root });
      const short = branchName(next.ecsId, "short");
      await storage.setRef(author.setRef(root.lineageId, { name: short, to: root.ecsId }));
      const moves = [author.move(next, { name: null })];
      const [moved] = (await storage.commit(author.batch({ versions: [next], moves }))).moves;
      const long = branchName(next.ecsId, "long");
      assert.equal(moved?.ref, long);
      const expected = { main: root.ecsId, [short]: root.ecsId, [long]: next.ecsId };
      await assertRefs(storage, root, expected);
    },
  },
  {
    law: "L12",
    name: "a branch has its short name when only another lineage has taken it",
    run: async (scene) => {
      const { storage, author } = scene;
      const [root, other] = [await storedRoot(scene), await storedRoot(scene)];
      const next = author.version({ parent: root });
      const short = branchName(next.ecsId, "short");
      await storage.setRef(author.setRef(other.lineageId, { name: short, to: other.ecsId }));
      const moves = [author.move(next, { name: null })];
      const [moved] = (await storage.commit(author.batch({ versions: [next], moves }))).moves;
      assert.equal(moved?.ref, short);
    },
  },
  {
    law: "L12",
    name: "a batch is refused when both names of its branch are taken",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const next = author.version({ parent: root });
      for (const length of ["short", "long"] as const) {
        const name = branchName(next.ecsId, length);
        await storage.setRef(author.setRef(root.lineageId, { name, to: root.ecsId }));
      }
      const batch = author.batch({ versions: [next], moves: [author.move(next, { name: null })] });
      await assertRefused(storage.commit(batch), "version_conflict");
      await assertAbsent(storage, next);
    },
  },
  {
    law: "L12",
    name: "a branch tells all other children of its parent, by rising id",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const children = [1, 2, 3].map((n) => author.version({ parent: root, json: { n } }));
      const late = author.version({ parent: root });
      const grandchild = author.version({ parent: late });
      const versions = [...children.toReversed(), grandchild, late];
      const batch = author.batch({ versions, moves: [author.move(late, { name: null })] });
      const [moved] = (await storage.commit(batch)).moves;
      assertSame(
        moved?.siblings,
        children.map(({ ecsId }) => ecsId),
      );
    },
  },
  {
    law: "L12",
    name: "a branch for a first version has no siblings",
    run: async (scene) => {
      const { storage, author } = scene;
      await storedRoot(scene);
      const root = author.version();
      const batch = author.batch({ versions: [root], moves: [author.move(root, { name: null })] });
      const [moved] = (await storage.commit(batch)).moves;
      assertSame([moved?.ref, moved?.siblings], [branchName(root.ecsId, "short"), []]);
    },
  },
  {
    law: "L12",
    name: "one batch may move one ref and branch in another lineage",
    run: async (scene) => {
      const { storage, author } = scene;
      const [left, right] = [await storedRoot(scene), await storedRoot(scene)];
      const rightTip = await storedChild(scene, right);
      const ahead = author.version({ parent: left });
      const late = author.version({ parent: right });
      const moves = [author.move(ahead), author.move(late)];
      const receipt = await storage.commit(author.batch({ versions: [ahead, late], moves }));
      assertSame(
        receipt.moves.map(({ moved }) => moved),
        [true, false],
      );
      await assertRefs(storage, left, { main: ahead.ecsId });
      const branch = branchName(late.ecsId, "short");
      await assertRefs(storage, right, { main: rightTip.ecsId, [branch]: late.ecsId });
    },
  },
];
