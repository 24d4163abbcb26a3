import assert from "node:assert/strict";
import { assertRefused } from "../assert-refused.ts";
import { assertSame } from "../assert-same.ts";
import { assertRefs, assertStored } from "../assert-stored.ts";
import type { CaseOfLaw } from "../storage-case.ts";

/** Repeating changes nothing; other content under a known id is refused. */
export const idempotence: readonly CaseOfLaw[] = [
  {
    law: "L4",
    name: "a batch committed again is answered with its receipt and changes nothing",
    run: async ({ storage, author }) => {
      const root = author.version({ json: { text: "a" } });
      const batch = author.batch({ versions: [root], moves: [author.move(root)], actor: "ada" });
      const receipt = await storage.commit(batch);
      assertSame(await storage.commit(batch), receipt);
      assertSame((await storage.status()).entityCount, 1);
      assert.equal((await storage.refLog(root.lineageId, "main")).length, 1);
    },
  },
  {
    law: "L4",
    name: "a batch committed again after its ref moved on does not move it back",
    run: async ({ storage, author }) => {
      const root = author.version();
      const first = author.batch({ versions: [root], moves: [author.move(root)] });
      const receipt = await storage.commit(first);
      const next = author.version({ parent: root });
      await storage.commit(author.batch({ versions: [next], moves: [author.move(next)] }));
      assertSame(await storage.commit(first), receipt);
      await assertRefs(storage, root, { main: next.ecsId });
    },
  },
  {
    law: "L4",
    name: "a batch that made a branch is answered with that branch again and makes no other",
    run: async ({ storage, author }) => {
      const root = author.version();
      const [left, right] = [author.version({ parent: root }), author.version({ parent: root })];
      await storage.commit(
        author.batch({ versions: [root, left], moves: [author.move(root), author.move(left)] }),
      );
      const batch = author.batch({ versions: [right], moves: [author.move(right)] });
      const [made] = (await storage.commit(batch)).moves;
      const [again] = (await storage.commit(batch)).moves;
      assertSame([again?.ref, again?.to, again?.moved], [made?.ref, right.ecsId, false]);
      await assertRefs(storage, root, { main: left.ecsId, [made?.ref ?? ""]: right.ecsId });
    },
  },
  {
    law: "L4",
    name: "a refusing batch that was stored is answered again though its ref moved on",
    run: async ({ storage, author }) => {
      const root = author.version();
      await storage.commit(author.batch({ versions: [root], moves: [author.move(root)] }));
      const next = author.version({ parent: root });
      const batch = author.batch({
        versions: [next],
        moves: [author.move(next, { else: "refuse" })],
      });
      const receipt = await storage.commit(batch);
      const last = author.version({ parent: next });
      await storage.commit(author.batch({ versions: [last], moves: [author.move(last)] }));
      assertSame(await storage.commit(batch), receipt);
    },
  },
  {
    law: "L4",
    name: "one batch committed twice at the same time is stored once and answered twice",
    run: async ({ storage, author }) => {
      const root = author.version();
      const versions = [root, ...author.items(5)];
      const batch = author.batch({ versions, moves: [author.move(root)] });
      const receipts = await Promise.all([batch, batch, batch].map((each) => storage.commit(each)));
      for (const receipt of receipts) assertSame(receipt, receipts[0]);
      assert.equal((await storage.status()).entityCount, 6);
      assert.equal((await storage.refLog(root.lineageId, "main")).length, 1);
    },
  },
  {
    law: "L4",
    name: "an empty batch is stored and answered again",
    run: async ({ storage, author }) => {
      const batch = author.batch({});
      assertSame(await storage.commit(batch), { batchId: batch.batchId, moves: [] });
      assertSame(await storage.commit(batch), { batchId: batch.batchId, moves: [] });
    },
  },
  {
    law: "L4",
    name: "a receipt answers the moves of its batch in their order",
    run: async ({ storage, author }) => {
      const roots = author.items(5);
      const moves = roots.toReversed().map((root) => author.move(root));
      const batch = author.batch({ versions: roots, moves });
      const receipt = await storage.commit(batch);
      const expected = moves.map(({ to }) => to);
      assertSame(
        receipt.moves.map(({ to }) => to),
        expected,
      );
      assertSame(
        (await storage.commit(batch)).moves.map(({ to }) => to),
        expected,
      );
    },
  },
  {
    law: "L5",
    name: "a stored version that a later batch brings again stays in its first batch",
    run: async ({ storage, author }) => {
      const known = author.version({ json: { text: "a" } });
      const first = author.batch({ versions: [known] });
      await storage.commit(first);
      const fresh = author.version({ refs: { known: known.ecsId } });
      const second = author.batch({ versions: [known, fresh] });
      await storage.commit(second);
      await assertStored(storage, author, first);
      await assertStored(
        storage,
        author,
        author.batch({ batchId: second.batchId, versions: [fresh] }),
      );
      assert.equal((await storage.status()).entityCount, 2);
    },
  },
  {
    law: "L5",
    name: "two batches that bring one version at the same time store it once",
    run: async ({ storage, author }) => {
      const shared = author.version({ json: { text: "a" } });
      const owners = [1, 2, 3].map((n) =>
        author.version({ json: { n }, refs: { to: shared.ecsId } }),
      );
      const batches = owners.map((owner) => author.batch({ versions: [shared, owner] }));
      await Promise.all(batches.map((batch) => storage.commit(batch)));
      assert.equal((await storage.status()).entityCount, 4);
      assert.equal((await storage.lineageRows(shared.lineageId)).length, 1);
    },
  },
  {
    law: "L5",
    name: "a version with a list that is brought again keeps its list",
    run: async ({ storage, author }) => {
      const items = author.items(3);
      const append = items.map(({ ecsId }) => ecsId);
      const version = author.version({ lists: { items: { append } } });
      const batch = author.batch({ versions: [...items, version] });
      await storage.commit(batch);
      await storage.commit(author.batch({ versions: [version] }));
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L5",
    name: "one version twice in a batch is stored once",
    run: async ({ storage, author }) => {
      const version = author.version();
      const batch = author.batch({ versions: [version, version] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
      assert.equal((await storage.lineageRows(version.lineageId)).length, 1);
    },
  },
  {
    law: "L5",
    name: "an erased version stays erased when its content is brought again",
    run: async ({ storage, author }) => {
      const erased = author.version({ erasedAt: new Date(1_755_520_000_000), json: { text: "" } });
      const first = author.batch({ versions: [erased] });
      await storage.commit(first);
      const revived = author.version({ id: erased.ecsId, json: { text: "secret" } });
      await storage.commit(author.batch({ versions: [revived] }));
      await assertStored(storage, author, first);
    },
  },
  {
    law: "L6",
    name: "other content under a stored id is refused and the stored version stays",
    run: async ({ storage, author }) => {
      const stored = author.version({ json: { text: "first" } });
      const batch = author.batch({ versions: [stored] });
      await storage.commit(batch);
      const other = author.version({ id: stored.ecsId, json: { text: "second" } });
      await assertRefused(storage.commit(author.batch({ versions: [other] })), "duplicate_id");
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L6",
    name: "one id with two contents in one batch is refused",
    run: async ({ storage, author }) => {
      const one = author.version({ json: { text: "first" } });
      const other = author.version({ id: one.ecsId, json: { text: "second" } });
      await assertRefused(storage.commit(author.batch({ versions: [one, other] })), "duplicate_id");
      assert.equal((await storage.status()).entityCount, 0);
    },
  },
  {
    law: "L6",
    name: "an id that is stored under one type is refused under another",
    run: async ({ storage, author }) => {
      const note = author.version({ type: "Note" });
      const batch = author.batch({ versions: [note] });
      await storage.commit(batch);
      const tag = author.version({ id: note.ecsId, type: "Tag" });
      await assertRefused(storage.commit(author.batch({ versions: [tag] })), "duplicate_id");
      await assertStored(storage, author, batch);
    },
  },
];
