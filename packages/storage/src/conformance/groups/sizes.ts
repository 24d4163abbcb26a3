import assert from "node:assert/strict";
import type { JsonValue } from "@minference/protocol";
import { maxJsonDepth } from "../../encode/frozen-json.ts";
import { assertSame } from "../assert-same.ts";
import { assertStored } from "../assert-stored.ts";
import type { CaseOfLaw } from "../storage-case.ts";

/** Large and deep things, stored like small ones. */
export const sizes: readonly CaseOfLaw[] = [
  {
    law: "L27",
    name: "a string of 10 MB is exact",
    run: async ({ storage, author }) => {
      const text = "0123456789abcdéf".repeat(655_360);
      const version = author.version({ json: { text } });
      await storage.commit(author.batch({ versions: [version] }));
      const read = (await storage.readSnapshots([version.ecsId])).get(version.ecsId);
      const value = read?.state["text"];
      assert.ok(value !== undefined && "json" in value && value.json === text);
    },
  },
  {
    law: "L27",
    name: "JSON that is nested 512 deep is exact",
    run: async ({ storage, author }) => {
      let array: JsonValue = "leaf";
      let object: JsonValue = "leaf";
      for (let depth = 0; depth < maxJsonDepth; depth += 1) {
        array = [array];
        object = { a: object };
      }
      const batch = author.batch({ versions: [author.version({ json: { array, object } })] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L27",
    name: "a list of 10,000 items is read in order, before and after an append and a replacement",
    run: async ({ storage, author }) => {
      const items = author.items(100);
      const append = Array.from({ length: 100 }, () => items.map(({ ecsId }) => ecsId)).flat();
      const long = author.version({ lists: { items: { append } } });
      const longer = author.version({
        parent: long,
        lists: { items: { from: long, append: append.slice(0, 3) } },
      });
      const put = [[5000, append[7] ?? long.ecsId]] as const;
      const changed = author.version({ parent: longer, lists: { items: { from: longer, put } } });
      const batches = [[...items, long], [longer], [changed]].map((versions) =>
        author.batch({ versions }),
      );
      for (const batch of batches) await storage.commit(batch);
      for (const batch of batches) await assertStored(storage, author, batch);
    },
  },
  {
    law: "L27",
    name: "a batch of 2,000 versions is stored and read",
    run: async ({ storage, author }) => {
      const versions = author.items(2000);
      const roots = versions.slice(0, 500);
      const moves = roots.map((root) => author.move(root));
      const batch = author.batch({ versions, moves });
      const receipt = await storage.commit(batch);
      assert.equal(receipt.moves.length, 500);
      await assertStored(storage, author, batch);
      assert.equal((await storage.refs(roots.map(({ lineageId }) => lineageId))).length, 500);
    },
  },
  {
    law: "L27",
    name: "a dict of 1,000 keys and a version of 200 fields are exact",
    run: async ({ storage, author }) => {
      const item = author.version();
      const keys = Array.from({ length: 1000 }, (_, at) => `key ${at}`);
      const named = Object.fromEntries(keys.map((key) => [key, item.ecsId]));
      const json = Object.fromEntries(keys.slice(0, 200).map((key, at) => [key, at]));
      const batch = author.batch({ versions: [item, author.version({ json, dicts: { named } })] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L27",
    name: "2,000 versions of one lineage are listed and read back",
    run: async ({ storage, author }) => {
      const root = author.version();
      const versions = [root];
      for (let parent = root; versions.length < 2000; versions.push(parent)) {
        parent = author.version({ parent, json: { at: versions.length } });
      }
      for (let at = 0; at < versions.length; at += 250) {
        await storage.commit(author.batch({ versions: versions.slice(at, at + 250) }));
      }
      const rows = await storage.lineageRows(root.lineageId);
      assertSame(
        rows.map(({ ecsId }) => ecsId),
        versions.map(({ ecsId }) => ecsId),
      );
    },
  },
];
