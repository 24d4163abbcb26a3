import assert from "node:assert/strict";
import { assertRefused } from "../assert-refused.ts";
import { assertAbsent, assertRefs, assertStored } from "../assert-stored.ts";
import type { CaseOfLaw } from "../storage-case.ts";

/** All of a batch, or nothing; nobody sees anything between. */
export const atomicity: readonly CaseOfLaw[] = [
  {
    law: "L2",
    name: "a batch whose last version dangles stores none of its versions and moves",
    run: async ({ storage, author }) => {
      const root = author.version();
      const good = author.items(20);
      const bad = author.version({ refs: { to: author.id() } });
      const versions = [root, ...good, bad];
      const batch = author.batch({ versions, moves: [author.move(root)] });
      await assertRefused(storage.commit(batch), "dangling_reference");
      await assertAbsent(storage, ...versions);
      await assertRefs(storage, root, {});
    },
  },
  {
    law: "L2",
    name: "a batch with a taken id in the middle stores none of its versions and moves",
    run: async ({ storage, author }) => {
      const taken = author.version({ json: { text: "first" } });
      await storage.commit(author.batch({ versions: [taken] }));
      const [before, after] = [author.version(), author.version()];
      const changed = author.version({ id: taken.ecsId, json: { text: "second" } });
      const versions = [before, changed, after];
      const batch = author.batch({ versions, moves: [author.move(before), author.move(after)] });
      await assertRefused(storage.commit(batch), "duplicate_id");
      await assertAbsent(storage, before, after);
      await assertRefs(storage, before, {});
    },
  },
  {
    law: "L2",
    name: "a batch whose last move refuses stores none of its versions and none of its moves",
    run: async ({ storage, author }) => {
      const root = author.version();
      await storage.commit(author.batch({ versions: [root], moves: [author.move(root)] }));
      const other = author.version();
      const late = author.version({ parent: root });
      const moves = [author.move(other), author.move(late, { expect: null, else: "refuse" })];
      const batch = author.batch({ versions: [other, late], moves });
      await assertRefused(storage.commit(batch), "version_conflict");
      await assertAbsent(storage, other, late);
      await assertRefs(storage, other, {});
      await assertRefs(storage, root, { main: root.ecsId });
    },
  },
  {
    law: "L2",
    name: "a refused batch that is mended may be committed under the same id",
    run: async ({ storage, author }) => {
      const part = author.version();
      const whole = author.version({ refs: { part: part.ecsId } });
      const batch = author.batch({ versions: [whole] });
      await assertRefused(storage.commit(batch), "dangling_reference");
      const mended = author.batch({ batchId: batch.batchId, versions: [part, whole] });
      await storage.commit(mended);
      await assertStored(storage, author, mended);
    },
  },
  {
    law: "L2",
    name: "a refused append leaves the list that it started from free for the next",
    run: async ({ storage, author }) => {
      const [a, b] = [author.version(), author.version()];
      const first = author.version({ lists: { items: { append: [a.ecsId] } } });
      await storage.commit(author.batch({ versions: [a, b, first] }));
      const edit = { from: first, append: [b.ecsId, author.id()] };
      const bad = author.version({ parent: first, lists: { items: edit } });
      await assertRefused(storage.commit(author.batch({ versions: [bad] })), "dangling_reference");
      const good = author.version({
        parent: first,
        lists: { items: { from: first, append: [b.ecsId] } },
      });
      const batch = author.batch({ versions: [good] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L3",
    name: "a reader during a batch that is then refused sees nothing of it",
    run: async ({ storage, author }) => {
      const root = author.version();
      const versions = [root, ...author.items(200), author.version({ refs: { to: author.id() } })];
      const batch = author.batch({ versions, moves: [author.move(root)] });
      const refused = assertRefused(storage.commit(batch), "dangling_reference");
      const reads = Array.from({ length: 20 }, () => assertAbsent(storage, root));
      await Promise.all([refused, ...reads]);
    },
  },
  {
    law: "L3",
    name: "readers during a batch see all of it or nothing",
    run: async ({ storage, author }) => {
      const versions = author.items(300);
      const ids = versions.map(({ ecsId }) => ecsId);
      const commit = storage.commit(author.batch({ versions }));
      const reads = Array.from({ length: 20 }, () => storage.readSnapshots(ids));
      for (const { size } of await Promise.all(reads)) assert.ok(size === 0 || size === 300);
      await commit;
      assert.equal((await storage.readSnapshots(ids)).size, 300);
    },
  },
  {
    law: "L3",
    name: "a ref is never seen before the version that it points to",
    run: async ({ storage, author }) => {
      const root = author.version();
      const batch = author.batch({
        versions: [root, ...author.items(100)],
        moves: [author.move(root)],
      });
      const commit = storage.commit(batch);
      for (let read = 0; read < 10; read += 1) {
        const [tip] = await storage.refs([root.lineageId]);
        if (tip !== undefined) assert.equal((await storage.readSnapshots([tip.tip])).size, 1);
      }
      await commit;
      await assertRefs(storage, root, { main: root.ecsId });
    },
  },
  {
    law: "L3",
    name: "who has the answer of a commit sees it in every read",
    run: async ({ storage, author }) => {
      let version = author.version();
      await storage.commit(author.batch({ versions: [version], moves: [author.move(version)] }));
      for (let round = 0; round < 25; round += 1) {
        version = author.version({ parent: version, json: { round } });
        const batch = author.batch({ versions: [version], moves: [author.move(version)] });
        await storage.commit(batch);
        await assertStored(storage, author, batch);
        await assertRefs(storage, version, { main: version.ecsId });
        assert.equal((await storage.lineageRows(version.lineageId)).at(-1)?.ecsId, version.ecsId);
      }
    },
  },
];
