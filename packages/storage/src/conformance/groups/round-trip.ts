import assert from "node:assert/strict";
import { assertSame } from "../assert-same.ts";
import { assertStored } from "../assert-stored.ts";
import type { CaseOfLaw } from "../storage-case.ts";

/** What is put is what is got. */
export const roundTrip: readonly CaseOfLaw[] = [
  {
    law: "L1",
    name: "a version with every kind of field is read back as it was written",
    run: async ({ storage, author }) => {
      const [first, second] = [author.version(), author.version({ type: "Tag" })];
      const whole = author.version({
        type: "Whole",
        schemaVersion: 3,
        json: { text: "a", number: 0.1, yes: true, nothing: null, tree: { a: [1, { b: "c" }] } },
        refs: { one: first.ecsId, none: null },
        dicts: { named: { x: first.ecsId, y: second.ecsId }, unnamed: {} },
        lists: { items: { append: [first.ecsId, second.ecsId, first.ecsId] }, no: {} },
      });
      const batch = author.batch({ versions: [first, second, whole] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L1",
    name: "a version without fields is read back without fields",
    run: async ({ storage, author }) => {
      const batch = author.batch({ versions: [author.version({ type: "Empty" })] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L1",
    name: "JSON keys come back in the order in which they were written",
    run: async ({ storage, author }) => {
      const tree = { zeta: 1, alpha: { y: 1, x: [{ b: 1, a: 2 }] }, mid: 2 };
      const version = author.version({ json: { tree } });
      await storage.commit(author.batch({ versions: [version] }));
      const read = await storage.readSnapshots([version.ecsId]);
      const value = read.get(version.ecsId)?.state["tree"];
      assert.equal(JSON.stringify(value), JSON.stringify({ json: tree }));
    },
  },
  {
    law: "L1",
    name: "instants are exact to the millisecond, before 1970 and far ahead too",
    run: async ({ storage, author }) => {
      const instants = [-62_135_596_800_000, -1, 0, 1, 1_755_520_000_123, 253_402_300_799_999];
      const versions = instants.map((at) => author.version({ createdAt: new Date(at) }));
      const batch = author.batch({ versions });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L1",
    name: "a version may name a parent that is not stored",
    run: async ({ storage, author }) => {
      const gone = author.version();
      const orphan = author.version({ parent: gone });
      const batch = author.batch({ versions: [orphan] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
      const [row] = await storage.lineageRows(gone.lineageId);
      assert.equal(row?.parentId, gone.ecsId);
    },
  },
  {
    law: "L1",
    name: "an erased version comes back with its erasure and without a content hash",
    run: async ({ storage, author }) => {
      const erased = author.version({ erasedAt: new Date(1_755_520_000_999), json: { text: "" } });
      const batch = author.batch({ versions: [erased] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L1",
    name: "the content hash that was written is given back, and each version names its batch",
    run: async ({ storage, author }) => {
      const one = author.version({ json: { n: 1 } });
      const two = author.version({ json: { n: 2 } });
      const batches = [author.batch({ versions: [one] }), author.batch({ versions: [two] })];
      for (const batch of batches) await storage.commit(batch);
      const read = await storage.readSnapshots([one.ecsId, two.ecsId]);
      const got = [one, two].map(({ ecsId }) => read.get(ecsId));
      assertSame(
        got.map((version) => [version?.contentHash, version?.batchId]),
        [one, two].map(({ contentHash }, index) => [contentHash, batches[index]?.batchId]),
      );
    },
  },
  {
    law: "L1",
    name: "versions of one type may have different fields",
    run: async ({ storage, author }) => {
      const older = author.version({ json: { name: "a" } });
      const newer = author.version({ parent: older, schemaVersion: 2, json: { title: "b", n: 1 } });
      const batch = author.batch({ versions: [older, newer] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L19",
    name: "only versions that are stored are read, each once, and none for no ids",
    run: async ({ storage, author }) => {
      const [stored, other, missing] = [author.version(), author.version(), author.version()];
      await storage.commit(author.batch({ versions: [stored, other] }));
      const { ecsId } = stored;
      assert.deepEqual(
        [...(await storage.readSnapshots([ecsId, missing.ecsId, ecsId])).keys()],
        [ecsId],
      );
      assert.equal((await storage.readSnapshots([])).size, 0);
    },
  },
  {
    law: "L19",
    name: "an empty list, an empty dict, a null ref and a JSON null are told apart",
    run: async ({ storage, author }) => {
      const version = author.version({
        json: { json: null, text: "", array: [], object: {} },
        refs: { ref: null },
        dicts: { dict: {} },
        lists: { list: {} },
      });
      const batch = author.batch({ versions: [version] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
      const read = (await storage.readSnapshots([version.ecsId])).get(version.ecsId);
      assert.equal(read?.state["missing"], undefined);
    },
  },
  {
    law: "L19",
    name: "what a version points to is not read with it",
    run: async ({ storage, author }) => {
      const part = author.version();
      const whole = author.version({
        refs: { part: part.ecsId },
        lists: { parts: { append: [part.ecsId] } },
      });
      await storage.commit(author.batch({ versions: [part, whole] }));
      assert.deepEqual([...(await storage.readSnapshots([whole.ecsId])).keys()], [whole.ecsId]);
    },
  },
];
