import assert from "node:assert/strict";
import { assertRefused } from "../assert-refused.ts";
import { assertSame } from "../assert-same.ts";
import { assertAbsent, assertRefs } from "../assert-stored.ts";
import type { CaseOfLaw } from "../storage-case.ts";
import { storedChild, storedRoot } from "../stored-versions.ts";

/** Moves of refs as compare-and-set. */
export const moves: readonly CaseOfLaw[] = [
  {
    law: "L11",
    name: "the first move of a ref makes it",
    run: async ({ storage, author }) => {
      const root = author.version();
      const batch = author.batch({ versions: [root], moves: [author.move(root)] });
      const { ecsId: to, lineageId } = root;
      const moved = { lineageId, ref: "main", to, moved: true, tip: null, siblings: [] };
      assertSame(await storage.commit(batch), { batchId: batch.batchId, moves: [moved] });
      await assertRefs(storage, root, { main: to });
    },
  },
  {
    law: "L11",
    name: "a move that expects the tip moves the ref and tells the tip that it found",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const next = author.version({ parent: root });
      const batch = author.batch({ versions: [next], moves: [author.move(next)] });
      const [move] = (await storage.commit(batch)).moves;
      assertSame(
        [move?.ref, move?.moved, move?.tip, move?.siblings],
        ["main", true, root.ecsId, []],
      );
      await assertRefs(storage, root, { main: next.ecsId });
    },
  },
  {
    law: "L11",
    name: "a version without a move is on no ref",
    run: async ({ storage, author }) => {
      const root = author.version();
      await storage.commit(author.batch({ versions: [root] }));
      await assertRefs(storage, root, {});
    },
  },
  {
    law: "L11",
    name: "a batch of moves alone moves refs to stored versions",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const next = author.version({ parent: root });
      await storage.commit(author.batch({ versions: [next] }));
      await storage.commit(author.batch({ moves: [author.move(next)] }));
      await assertRefs(storage, root, { main: next.ecsId });
    },
  },
  {
    law: "L11",
    name: "moves of one batch see the moves before them",
    run: async ({ storage, author }) => {
      const root = author.version();
      const next = author.version({ parent: root });
      const batch = author.batch({
        versions: [root, next],
        moves: [author.move(root), author.move(next)],
      });
      const receipt = await storage.commit(batch);
      assertSame(
        receipt.moves.map(({ moved, tip }) => [moved, tip]),
        [
          [true, null],
          [true, root.ecsId],
        ],
      );
      await assertRefs(storage, root, { main: next.ecsId });
    },
  },
  {
    law: "L11",
    name: "refs of one name in two lineages are two refs",
    run: async (scene) => {
      const { storage, author } = scene;
      const [left, right] = [await storedRoot(scene), await storedRoot(scene)];
      const next = author.version({ parent: left });
      await storage.commit(author.batch({ versions: [next], moves: [author.move(next)] }));
      await assertRefs(storage, left, { main: next.ecsId });
      await assertRefs(storage, right, { main: right.ecsId });
    },
  },
  {
    law: "L11",
    name: "a move to the version that the ref points to already changes nothing",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const batch = author.batch({ versions: [root], moves: [author.move(root)] });
      const [move] = (await storage.commit(batch)).moves;
      assertSame([move?.ref, move?.moved, move?.tip], ["main", true, root.ecsId]);
      await assertRefs(storage, root, { main: root.ecsId });
      assert.equal((await storage.refLog(root.lineageId, "main")).length, 1);
    },
  },
  {
    law: "L11",
    name: "of batches at the same time that expect one tip, one moves the ref and each other branches",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const writers = Array.from({ length: 12 }, (_, n) =>
        author.version({ parent: root, json: { n } }),
      );
      const receipts = await Promise.all(
        writers.map((to) =>
          storage.commit(author.batch({ versions: [to], moves: [author.move(to)] })),
        ),
      );
      const answers = receipts.flatMap(({ moves: [move] }) => move ?? []);
      assert.equal(answers.filter(({ moved }) => moved).length, 1);
      await assertRefs(storage, root, Object.fromEntries(answers.map(({ ref, to }) => [ref, to])));
      assert.equal(new Set(answers.map(({ ref }) => ref)).size, 12);
    },
  },
  {
    law: "L13",
    name: "a refusing move that finds another tip refuses its batch and names both versions",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const tip = await storedChild(scene, root);
      const late = author.version({ parent: root });
      const refusing = author.batch({
        versions: [late],
        moves: [author.move(late, { else: "refuse" })],
      });
      const error = await assertRefused(storage.commit(refusing), "version_conflict");
      assertSame(conflict(error), ["main", root.ecsId, tip.ecsId]);
      await assertAbsent(storage, late);
      await assertRefs(storage, root, { main: tip.ecsId });
    },
  },
  {
    law: "L13",
    name: "a refusing move that expects no ref finds one",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const next = author.version({ parent: root });
      const move = author.move(next, { expect: null, else: "refuse" });
      const error = await assertRefused(
        storage.commit(author.batch({ versions: [next], moves: [move] })),
        "version_conflict",
      );
      assertSame(conflict(error), ["main", null, root.ecsId]);
    },
  },
  {
    law: "L13",
    name: "a refusing move that expects a tip finds no ref",
    run: async ({ storage, author }) => {
      const root = author.version();
      await storage.commit(author.batch({ versions: [root] }));
      const next = author.version({ parent: root });
      const batch = author.batch({
        versions: [next],
        moves: [author.move(next, { else: "refuse" })],
      });
      const error = await assertRefused(storage.commit(batch), "version_conflict");
      assertSame(conflict(error), ["main", root.ecsId, null]);
      await assertAbsent(storage, next);
    },
  },
  {
    law: "L13",
    name: "of refusing batches at the same time that expect one tip, exactly one is stored",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const writers = Array.from({ length: 12 }, (_, n) =>
        author.version({ parent: root, json: { n } }),
      );
      const outcomes = await Promise.allSettled(
        writers.map((to) => {
          const refusing = author.move(to, { else: "refuse" });
          return storage.commit(author.batch({ versions: [to], moves: [refusing] }));
        }),
      );
      assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
      assert.equal((await storage.lineageRows(root.lineageId)).length, 2);
      const [winner] = writers.filter((_, index) => outcomes[index]?.status === "fulfilled");
      await assertRefs(storage, root, { main: winner?.ecsId ?? root.ecsId });
    },
  },
];

function conflict(error: object): readonly unknown[] {
  return ["ref", "expected", "found"].map((field): unknown => Reflect.get(error, field));
}
