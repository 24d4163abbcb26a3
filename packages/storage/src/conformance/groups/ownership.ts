import type { JsonValue } from "@minference/protocol";
import { listHash } from "../../encode/list-chain.ts";
import { assertSame } from "../assert-same.ts";
import { assertStored } from "../assert-stored.ts";
import { isDate } from "../is-date.ts";
import type { CaseOfLaw } from "../storage-case.ts";
import { storedRoot } from "../stored-versions.ts";

/** Nothing that a caller holds reaches what is stored. */
export const ownership: readonly CaseOfLaw[] = [
  {
    law: "L26",
    name: "a batch that is changed after the answer changes no stored version",
    run: async ({ storage, author }) => {
      const id = author.id();
      const draft = author.version({
        id,
        json: { json: [{ text: "before" }] },
        dicts: { dict: { self: id } },
        lists: { list: { append: [id] } },
      });
      const expected = author.reads(author.batch({ versions: [draft] }))[0]?.state;
      const inner = { text: "before" };
      const json: JsonValue[] = [inner];
      const dict = { self: id };
      const append = [id];
      const list = { from: null, keep: 0, put: [], append, hash: listHash([id]) };
      const state = { json: { json }, dict: { dict }, list: { list } };
      const createdAt = new Date(draft.createdAt);
      const batch = author.batch({ versions: [{ ...draft, createdAt, state }] });
      await storage.commit(batch);
      inner.text = "after";
      json.push("more");
      append.push(id);
      createdAt.setTime(0);
      vandalise(batch);
      const read = (await storage.readSnapshots([id])).get(id);
      assertSame([read?.createdAt, read?.state], [draft.createdAt, expected]);
    },
  },
  {
    law: "L26",
    name: "what a read gave may be changed, or refuses it; the next read is the same",
    run: async ({ storage, author }) => {
      const item = author.version();
      const version = author.version({
        json: { tree: { a: [1, { b: "c" }] }, text: "a" },
        refs: { item: item.ecsId },
        dicts: { named: { item: item.ecsId } },
        lists: { items: { append: [item.ecsId, item.ecsId] } },
      });
      const batch = author.batch({ versions: [item, version], moves: [author.move(version)] });
      await storage.commit(batch);
      vandalise((await storage.readSnapshots([version.ecsId])).get(version.ecsId));
      vandalise((await storage.readTrees([version.ecsId])).snapshots.get(version.ecsId));
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L26",
    name: "rows, refs, logs, receipts and counts that were read may be changed without effect",
    run: async (scene) => {
      const { storage, author } = scene;
      const { lineageId, ...root } = await storedRoot(scene);
      const batch = author.batch({ versions: [], moves: [] });
      const page = { limit: 10, before: null };
      const filter = { types: ["Note"], versions: "all", where: {} } as const;
      const reads = [
        () => storage.lineageRows(lineageId),
        () => storage.refs([lineageId]),
        () => storage.refLog(lineageId, "main"),
        () => storage.readRows(filter, page),
        async () => (await storage.readTrees([root.ecsId])).tips,
        () => storage.status(),
        () => storage.commit(batch),
      ];
      for (const read of reads) {
        const before = structuredClone(await read());
        vandalise(await read());
        assertSame(await read(), before);
      }
    },
  },
  {
    law: "L26",
    name: "the collections that reads give may be emptied without effect",
    run: async (scene) => {
      const { storage } = scene;
      const root = await storedRoot(scene);
      const ids = [root.ecsId];
      for (const collection of [
        await storage.readSnapshots(ids),
        (await storage.readTrees(ids)).snapshots,
      ]) {
        if (collection instanceof Map) collection.clear();
      }
      const [{ size }, tree] = [await storage.readSnapshots(ids), await storage.readTrees(ids)];
      assertSame([size, tree.snapshots.size], [1, 1]);
    },
  },
];

/** Changes every part of a value that lets itself be changed. */
function vandalise(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (isDate(value)) value.setTime(1);
  for (const key of Object.keys(value)) {
    vandalise(Reflect.get(value, key));
    Reflect.set(value, key, "vandalised");
    Reflect.deleteProperty(value, key);
  }
  Reflect.set(value, "extra", "vandalised");
}
