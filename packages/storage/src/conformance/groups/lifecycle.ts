import assert from "node:assert/strict";
import { assertRefused } from "../assert-refused.ts";
import { assertSame } from "../assert-same.ts";
import { assertAbsent, assertRefs, assertStored } from "../assert-stored.ts";
import { aPrune } from "../a-prune.ts";
import type { Author, Draft } from "../author.ts";
import type { CaseOfLaw } from "../storage-case.ts";
import { storedRoot } from "../stored-versions.ts";

/** Closing, opening again, clearing, counting. */
export const lifecycle: readonly CaseOfLaw[] = [
  {
    law: "L28",
    name: "versions, lists, refs, logs and known batches are there after opening again",
    run: async (scene) => {
      const { author } = scene;
      const items = author.items(3);
      const first = author.version({
        json: { text: "a\0\ud83d\ude00" },
        lists: { items: { append: items.map(({ ecsId }) => ecsId) } },
      });
      const next = author.version({
        parent: first,
        lists: { items: { from: first, append: [first.ecsId] } },
      });
      const batches = [
        author.batch({ versions: [...items, first], moves: [author.move(first)], actor: "ada" }),
        author.batch({ versions: [next], moves: [author.move(next)] }),
      ];
      const receipts = [];
      for (const batch of batches) receipts.push(await scene.storage.commit(batch));
      const log = await scene.storage.refLog(first.lineageId, "main");
      const storage = await scene.reopen();
      for (const batch of batches) await assertStored(storage, author, batch);
      for (const [at, batch] of batches.entries())
        assertSame(await storage.commit(batch), receipts[at]);
      assertSame(await storage.refLog(first.lineageId, "main"), log);
      await assertRefs(storage, first, { main: next.ecsId });
    },
  },
  {
    law: "L28",
    name: "lineages go on after opening again: refs move, lists grow, conflicts are seen",
    run: async (scene) => {
      const { author } = scene;
      const item = author.version();
      const first = author.version({ lists: { items: { append: [item.ecsId] } } });
      const batch = author.batch({ versions: [item, first], moves: [author.move(first)] });
      await scene.storage.commit(batch);
      const storage = await scene.reopen();
      const [next, late] = [fork(author, first, item), fork(author, first, item)];
      const winner = author.batch({ versions: [next], moves: [author.move(next)] });
      await storage.commit(winner);
      const loser = author.batch({
        versions: [late],
        moves: [author.move(late, { else: "refuse" })],
      });
      await assertRefused(storage.commit(loser), "version_conflict");
      await assertStored(storage, author, winner);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L28",
    name: "what was refused is not there after opening again",
    run: async (scene) => {
      const { author } = scene;
      const root = author.version();
      const bad = author.version({ refs: { to: author.id() } });
      const batch = author.batch({ versions: [root, bad], moves: [author.move(root)] });
      await assertRefused(scene.storage.commit(batch), "dangling_reference");
      const storage = await scene.reopen();
      await assertAbsent(storage, root, bad);
      await assertRefs(storage, root, {});
      assert.equal((await storage.status()).entityCount, 0);
    },
  },
  {
    law: "L28",
    name: "earlier versions never change, whatever is stored after them",
    run: async (scene) => {
      const { storage, author } = scene;
      const items = author.items(20);
      const append = items.map(({ ecsId }) => ecsId);
      const root = author.version({ json: { n: 0 }, lists: { items: { append } } });
      const batches = [author.batch({ versions: [...items, root], moves: [author.move(root)] })];
      for (let parent = root, n = 1; n < 30; n += 1) {
        const edit = {
          from: parent,
          keep: 20 - (n % 7),
          put: [[n % 13, root.ecsId]] as const,
          append,
        };
        parent = author.version({ parent, json: { n }, lists: { items: edit } });
        batches.push(author.batch({ versions: [parent], moves: [author.move(parent)] }));
      }
      for (const batch of batches) await storage.commit(batch);
      for (const batch of batches) await assertStored(storage, author, batch);
      const reopened = await scene.reopen();
      for (const batch of batches) await assertStored(reopened, author, batch);
    },
  },
  {
    law: "L29",
    name: "clear deletes versions, refs and logs, and what was stored can be stored anew",
    run: async (scene) => {
      const { storage, author } = scene;
      const item = author.version();
      const root = author.version({ lists: { items: { append: [item.ecsId] } } });
      const batch = author.batch({ versions: [item, root], moves: [author.move(root)] });
      const receipt = await storage.commit(batch);
      await storage.clear();
      await assertAbsent(storage, item, root);
      await assertRefs(storage, root, {});
      assertSame(await storage.refLog(root.lineageId, "main"), []);
      assertSame(await storage.commit(batch), receipt);
      await assertStored(storage, author, batch);
      assert.equal((await storage.refLog(root.lineageId, "main")).length, 1);
    },
  },
  {
    law: "L29",
    name: "clear deletes erasures, and what was erased can be stored anew",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = author.version({ json: { text: "said" } });
      const batch = author.batch({ versions: [root] });
      const erase = author.erase([{ ecsId: root.ecsId, json: { text: "" } }]);
      for (const round of ["first", "after clear"]) {
        await storage.commit(batch);
        await assertStored(storage, author, batch);
        await storage.erase(erase);
        assert.equal((await storage.erasures(root.lineageId)).length, 1, round);
        await storage.clear();
        assertSame(await storage.erasures(root.lineageId), []);
      }
    },
  },
  {
    law: "L29",
    name: "what was cleared stays cleared after opening again, and links to it dangle",
    run: async (scene) => {
      const { author } = scene;
      const root = await storedRoot(scene);
      await scene.storage.clear();
      const storage = await scene.reopen();
      await assertAbsent(storage, root);
      const late = author.version({ refs: { to: root.ecsId } });
      await assertRefused(storage.commit(author.batch({ versions: [late] })), "dangling_reference");
    },
  },
  {
    law: "L30",
    name: "every call after close is refused, and closing again is quiet",
    run: async (scene) => {
      const { storage, author } = scene;
      const { lineageId, ecsId } = await storedRoot(scene);
      await storage.close();
      await storage.close();
      const page = { limit: 1, before: null };
      const calls: Promise<unknown>[] = [
        storage.commit(author.batch({})),
        storage.readTrees([ecsId]),
        storage.readSnapshots([]),
        storage.readRows({ types: [], versions: "all", where: {} }, page),
        storage.lineageRows(lineageId),
        storage.refs([]),
        storage.refLog(lineageId, "main"),
        storage.setRef(author.setRef(lineageId, { name: "best", to: ecsId })),
        storage.erase(author.erase([{ ecsId, json: {} }])),
        storage.erasures(lineageId),
        storage.prune(aPrune()),
        storage.verify(),
        storage.status(),
        storage.clear(),
      ];
      await Promise.all(calls.map((call) => assertRefused(call, "storage_closed")));
      await storage[Symbol.asyncDispose]();
    },
  },
  {
    law: "L30",
    name: "close answers the commits that were accepted before it, and they are kept",
    run: async (scene) => {
      const { author } = scene;
      const roots = author.items(20);
      const batches = roots.map((root) =>
        author.batch({ versions: [root], moves: [author.move(root)] }),
      );
      const commits = batches.map((batch) => scene.storage.commit(batch));
      const closed = scene.storage.close();
      const receipts = await Promise.all(commits);
      await closed;
      assertSame(
        receipts.map(({ batchId }) => batchId),
        batches.map(({ batchId }) => batchId),
      );
      const storage = await scene.reopen();
      for (const batch of batches) await assertStored(storage, author, batch);
    },
  },
  {
    law: "L30",
    name: "disposing of a storage closes it",
    run: async (scene) => {
      await scene.storage[Symbol.asyncDispose]();
      await assertRefused(scene.storage.status(), "storage_closed");
    },
  },
];

function fork(author: Author, parent: Draft, item: Draft): Draft {
  return author.version({ parent, lists: { items: { from: parent, append: [item.ecsId] } } });
}
