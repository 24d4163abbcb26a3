import { isKind, type EcsId } from "@minference/protocol";
import assert from "node:assert/strict";
import type { EntityStorage } from "../../contract/entity-storage.ts";
import { aPrune } from "../a-prune.ts";
import { assertRefused } from "../assert-refused.ts";
import { assertSame } from "../assert-same.ts";
import { assertAbsent, assertKept, assertRefs, assertStored } from "../assert-stored.ts";
import type { Author, Draft } from "../author.ts";
import { chanceFrom, randomEdit, type Chance } from "../random-edit.ts";
import type { CaseOfLaw, Scene } from "../storage-case.ts";
import { storedChild, storedRoot } from "../stored-versions.ts";

/** What a prune leaves behind. */
export const pruning: readonly CaseOfLaw[] = [
  {
    law: "L37",
    name: "a deleted version is in no read and no count, and links to it dangle",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const counts = await storage.status();
      const item = author.version();
      const lost = author.version({
        type: "Lost",
        json: { a: 1 },
        lists: { items: { append: [item.ecsId] } },
      });
      await storage.commit(author.batch({ versions: [item, lost] }));
      await storage.prune(aPrune());
      await assertAbsent(storage, item, lost);
      assertSame(await storage.status(), counts);
      assertSame((await storage.readTrees([lost.ecsId, root.ecsId])).snapshots.size, 1);
      for (const late of [
        author.version({ refs: { to: lost.ecsId } }),
        author.version({ lists: { items: { append: [item.ecsId] } } }),
        author.version({ lists: { items: { from: lost } } }),
      ]) {
        const batch = author.batch({ versions: [late] });
        await assertRefused(storage.commit(batch), "dangling_reference");
      }
      const { ecsId: to, lineageId } = lost;
      const set = author.setRef(lineageId, { name: "main", to });
      await assertRefused(storage.setRef(set), "dangling_reference");
    },
  },
  {
    law: "L37",
    name: "a kept list is whole though the version that it started from is deleted, and can be appended to",
    run: async (scene) => {
      const { author } = scene;
      const items = author.items(100);
      const ids = items.map(({ ecsId }) => ecsId);
      const first = author.version({ lists: { items: { append: ids } } });
      const put = [[3, ids[9] ?? first.ecsId] as const];
      const second = author.version({ lists: { items: { from: first, keep: 80, put } } });
      const third = author.version({ lists: { items: { from: second, append: ids.slice(0, 3) } } });
      for (const versions of [[...items, first], [second], [third]]) {
        const moves = versions.includes(third) ? [author.move(third)] : [];
        await scene.storage.commit(author.batch({ versions, moves }));
      }
      await scene.storage.prune(aPrune());
      const named = new Set(author.listOf(third, "items"));
      const kept = items.filter(({ ecsId }) => named.has(ecsId));
      const gone = items.filter(({ ecsId }) => !named.has(ecsId));
      await assertAbsent(scene.storage, first, second, ...gone);
      await assertKept(scene.storage, author, [third, ...kept]);
      const storage = await scene.reopen();
      const next = author.version({
        parent: third,
        lists: { items: { from: third, append: ids.slice(0, 2) } },
      });
      await storage.commit(author.batch({ versions: [next], moves: [author.move(next)] }));
      await assertKept(storage, author, [third, next]);
    },
  },
  {
    law: "L37",
    name: "a kept list is whole though another version that appended to the same start is deleted",
    run: async (scene) => {
      const { storage, author } = scene;
      const items = author.items(5);
      const ids = items.map(({ ecsId }) => ecsId);
      const start = author.version({ lists: { items: { append: ids } } });
      const gone = author.version({ lists: { items: { from: start, append: ids.slice(0, 2) } } });
      const kept = author.version({ lists: { items: { from: start, append: ids.slice(2, 4) } } });
      const moves = [author.move(start)];
      await storage.commit(author.batch({ versions: [...items, start], moves }));
      await storage.commit(author.batch({ versions: [gone] }));
      await storage.commit(author.batch({ versions: [kept], moves: [author.move(kept)] }));
      await storage.prune(aPrune());
      await assertAbsent(storage, gone);
      await assertKept(storage, author, [start, kept]);
      const again = author.version({ lists: { items: { from: start, append: ids.slice(4) } } });
      const more = author.version({ lists: { items: { from: kept, append: ids } } });
      const batch = author.batch({ versions: [again, more] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L37",
    name: "of 200 lists that started from each other a random half is deleted and the others are whole",
    run: async (scene) => {
      const { storage, author } = scene;
      const chance = chanceFrom(4);
      const items = author.items(20);
      const ids = items.map(({ ecsId }) => ecsId);
      const lists = [author.version({ lists: { items: { append: ids } } })];
      const keeper = author.version({ lists: { items: { append: ids } } });
      const moves = [author.move(keeper)];
      await storage.commit(author.batch({ versions: [...items, keeper, ...lists], moves }));
      while (lists.length < 200) lists.push(await grown(scene, lists, chance));
      const alsoKeep = lists.filter(() => chance(2) === 0).map(({ ecsId }) => ecsId);
      await storage.prune(aPrune({ alsoKeep }));
      const kept = lists.filter(({ ecsId }) => alsoKeep.includes(ecsId));
      await assertAbsent(storage, ...lists.filter((list) => !kept.includes(list)));
      await assertKept(storage, author, [...items, ...kept]);
      for (let n = 0; n < 50; n += 1) kept.push(await grown(scene, kept, chance));
      await assertKept(storage, author, kept);
    },
  },
  {
    law: "L37",
    name: "ref logs, erasures and known batches stay, also after opening again",
    run: async (scene) => {
      const { author } = scene;
      const root = await storedRoot(scene);
      const branch = author.version({ parent: root, json: { text: "said" } });
      const moves = [author.move(branch, { name: "best", expect: null })];
      const batch = author.batch({ versions: [branch], moves });
      const receipt = await scene.storage.commit(batch);
      const { lineageId } = root;
      await scene.storage.erase(author.erase([{ ecsId: branch.ecsId, json: { text: "" } }]));
      await scene.storage.setRef(author.setRef(lineageId, { name: "best", to: null }));
      const log = await scene.storage.refLog(lineageId, "best");
      const erasures = await scene.storage.erasures(lineageId);
      await scene.storage.prune(aPrune());
      const assertThere = async (storage: EntityStorage): Promise<void> => {
        assertSame(await storage.refLog(lineageId, "best"), log);
        assertSame(await storage.erasures(lineageId), erasures);
        assertSame(await storage.commit(batch), receipt);
        await assertAbsent(storage, branch);
        await assertRefs(storage, root, { main: root.ecsId });
      };
      await assertThere(scene.storage);
      await assertThere(await scene.reopen());
    },
  },
  {
    law: "L37",
    name: "a deleted version may be brought anew by another batch, with other content too",
    run: async ({ storage, author }) => {
      const item = author.version();
      const lost = author.version({ lists: { items: { append: [item.ecsId] } } });
      const first = author.batch({ versions: [item, lost] });
      await storage.commit(first);
      await storage.prune(aPrune());
      await storage.commit(first);
      await assertAbsent(storage, item, lost);
      const other = author.version({ id: lost.ecsId, json: { text: "other" } });
      const anew = author.batch({ versions: [item, other], moves: [author.move(other)] });
      await storage.commit(anew);
      await assertStored(storage, author, anew);
    },
  },
  {
    law: "L37",
    name: "an erased version that is kept stays erased",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene, { json: { text: "said" } });
      await storage.erase(author.erase([{ ecsId: root.ecsId, json: { text: "" } }]));
      const before = await storage.readSnapshots([root.ecsId]);
      await storage.prune(aPrune());
      assertSame([...(await storage.readSnapshots([root.ecsId])).values()], [...before.values()]);
    },
  },
  {
    law: "L38",
    name: "the receipt has the deleted ids by type, each type's by rising id",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene, { type: "A" });
      const lost = ["B", "A", "B", "__proto__"].map((type) => author.version({ type }));
      await storage.commit(author.batch({ versions: lost.toReversed() }));
      const idOf = (at: number): EcsId | undefined => lost[at]?.ecsId;
      const expected = [
        ["A", [idOf(1)]],
        ["B", [idOf(0), idOf(2)]],
        ["__proto__", [idOf(3)]],
      ];
      const { idsByType } = await storage.prune(aPrune());
      assertSame(idsByType, Object.fromEntries(expected));
      assertSame((await storage.prune(aPrune())).idsByType, {});
      await assertKept(storage, author, [root]);
    },
  },
  {
    law: "L38",
    name: "counting gives the receipt of a prune and deletes nothing",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const branch = await storedChild(scene, root, { name: "best", expect: null });
      const lost = author.items(3);
      await storage.commit(author.batch({ versions: lost }));
      await storage.setRef(author.setRef(root.lineageId, { name: "best", to: null }));
      const counts = await storage.status();
      const counted = await storage.prune(aPrune({ mode: "count" }));
      assertSame(await storage.status(), counts);
      await assertKept(storage, author, [root, branch, ...lost]);
      const expected = [branch, ...lost].map(({ ecsId }) => ecsId);
      assertSame(counted, { idsByType: { Note: expected } });
      assertSame(await storage.prune(aPrune()), counted);
    },
  },
  {
    law: "L38",
    name: "a prune of an empty storage deletes nothing",
    run: async ({ storage }) => {
      assertSame(await storage.prune(aPrune()), { idsByType: {} });
      assertSame(await storage.prune(aPrune({ mode: "count" })), { idsByType: {} });
    },
  },
  {
    law: "L39",
    name: "trees that are committed while prunes run are whole, and none names a deleted version",
    run: async (scene) => {
      const { storage, author } = scene;
      const trees = Array.from({ length: 40 }, () => aTree(author));
      const commits = trees.map(({ versions, root }) =>
        storage.commit(author.batch({ versions, moves: [author.move(root)] })),
      );
      const prunes = Array.from({ length: 5 }, () => storage.prune(aPrune()));
      await Promise.all([...commits, ...prunes]);
      await storage.prune(aPrune());
      const kept = trees.flatMap(({ versions }) => versions);
      await assertKept(storage, author, kept);
      assert.equal((await storage.status()).entityCount, kept.length);
    },
  },
  {
    law: "L39",
    name: "a commit that links to what a prune deletes meanwhile is stored with it or refused",
    run: async (scene) => {
      const { storage, author } = scene;
      const parts = author.items(30);
      await storage.commit(author.batch({ versions: parts }));
      const owners = parts.map(({ ecsId }) => author.version({ refs: { part: ecsId } }));
      const commits = owners.map((owner) =>
        storage.commit(author.batch({ versions: [owner], moves: [author.move(owner)] })),
      );
      const [outcomes] = await Promise.all([Promise.allSettled(commits), storage.prune(aPrune())]);
      for (const [at, outcome] of outcomes.entries()) {
        const pair = [owners[at], parts[at]].flatMap((version) => version ?? []);
        if (outcome.status === "fulfilled") await assertKept(storage, author, pair);
        else {
          assert.ok(isKind(outcome.reason, "not_found"), String(outcome.reason));
          await assertAbsent(storage, ...pair);
        }
      }
    },
  },
];

/** Stores a list that starts from any of these. */
async function grown(
  { storage, author }: Scene,
  lists: readonly Draft[],
  chance: Chance,
): Promise<Draft> {
  const from = lists[chance(lists.length)] ?? author.version();
  const start = author.listOf(from, "items");
  const edit = randomEdit(start, start, chance);
  const list = author.version({ lists: { items: { from, ...edit } } });
  await storage.commit(author.batch({ versions: [list] }));
  return list;
}

function aTree(author: Author): { readonly root: Draft; readonly versions: readonly Draft[] } {
  const parts = author.items(5);
  const append = parts.map(({ ecsId }) => ecsId);
  const root = author.version({ lists: { items: { append } } });
  return { root, versions: [...parts, root] };
}
