import assert from "node:assert/strict";
import type { EcsId, JsonValue } from "@minference/protocol";
import type { EntitySnapshot } from "../../contract/entity-snapshot.ts";
import { mapFields } from "../../contract/fields.ts";
import { assertRefused } from "../assert-refused.ts";
import { assertSame } from "../assert-same.ts";
import { assertStored } from "../assert-stored.ts";
import type { Author, Draft } from "../author.ts";
import type { CaseOfLaw } from "../storage-case.ts";
import { storedChild, storedRoot } from "../stored-versions.ts";

/** Content taken away from stored versions. */
export const erasing: readonly CaseOfLaw[] = [
  {
    law: "L32",
    name: "an erase that names a version that is not stored empties none",
    run: async (scene) => {
      const { storage, author } = scene;
      const versions = [author.version({ json: { text: "a" } }), author.version()];
      const batch = author.batch({ versions });
      await storage.commit(batch);
      const bad = [...versions.map(withoutText), { ecsId: author.id(), json: {} }];
      const refused = author.erase(bad);
      await assertRefused(storage.erase(refused), "dangling_reference");
      await assertStored(storage, author, batch);
      const mended = author.erase(versions.map(withoutText), { batchId: refused.batchId });
      await storage.erase(mended);
      await assertErased(storage.readSnapshots(versions.map(({ ecsId }) => ecsId)), mended.at);
    },
  },
  {
    law: "L32",
    name: "an erase given again changes nothing, whatever it names the second time",
    run: async (scene) => {
      const { storage, author } = scene;
      const [first, second] = [await storedRoot(scene), author.version({ json: { text: "b" } })];
      const batch = author.batch({ versions: [second] });
      await storage.commit(batch);
      const erase = author.erase([withoutText(first)]);
      await storage.erase(erase);
      await storage.erase({ ...erase, versions: [withoutText(second)] });
      await assertStored(storage, author, batch);
      await storage.erase({ ...erase, versions: [{ ecsId: author.id(), json: {} }] });
    },
  },
  {
    law: "L32",
    name: "commit, setRef and erase know each other's batches",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene, { json: { text: "a" } });
      const late = author.version();
      const erase = author.erase([]);
      await storage.erase(erase);
      const known = author.batch({ batchId: erase.batchId, versions: [late] });
      assertSame((await storage.commit(known)).moves, []);
      const { lineageId, ecsId: to } = root;
      const { batchId } = erase;
      await storage.setRef(author.setRef(lineageId, { name: "best", to, batchId }));
      assertSame((await storage.refs([lineageId])).length, 1);
      const commit = author.batch({ versions: [author.version()] });
      await storage.commit(commit);
      await storage.erase(author.erase([withoutText(root)], { batchId: commit.batchId }));
      assertSame((await storage.readSnapshots([late.ecsId])).size, 0);
      assertSame((await storage.readSnapshots([to])).get(to)?.erasedAt, null);
    },
  },
  {
    law: "L32",
    name: "one erase twice at the same time is one erase",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene, { json: { text: "a" } });
      const erase = author.erase([withoutText(root)]);
      await Promise.all([storage.erase(erase), storage.erase(erase)]);
      assertSame((await storage.erasures(root.lineageId)).length, 1);
    },
  },
  {
    law: "L33",
    name: "an erased version has its emptied fields, its time and no hash; all else of it is exact",
    run: async ({ storage, author }) => {
      const items = author.items(3);
      const ids = items.map(({ ecsId }) => ecsId);
      const [a = author.id()] = ids;
      const version = author.version({
        json: { text: "said", kind: "kept", tree: { name: ["said"] }, count: 3, none: null },
        refs: { to: a, nobody: null },
        dicts: { named: { x: a } },
        lists: { items: { append: ids } },
      });
      const batch = author.batch({ versions: [...items, version] });
      await storage.commit(batch);
      const json = { text: "", tree: null };
      const erase = author.erase([{ ecsId: version.ecsId, json }]);
      await storage.erase(erase);
      const expected = emptied(readOf(author, batch, version), json, erase.at);
      const read = await storage.readSnapshots([version.ecsId]);
      assertSame(read.get(version.ecsId), expected);
      const tree = await storage.readTrees([version.ecsId]);
      assertSame(tree.snapshots.get(version.ecsId), expected);
      assertSame(tree.snapshots.size, 4);
    },
  },
  {
    law: "L33",
    name: "parent, child and items of an erased version stay as they are",
    run: async ({ storage, author }) => {
      const item = author.version({ json: { text: "item" } });
      const parent = author.version({
        json: { text: "1" },
        lists: { items: { append: [item.ecsId] } },
      });
      const json = { text: "2" };
      const more = { items: { from: parent, append: [item.ecsId] } };
      const erased = author.version({ parent, json, lists: more });
      const last = { items: { from: erased, append: [item.ecsId] } };
      const child = author.version({ parent: erased, json, lists: last });
      const others = author.batch({ versions: [item, parent] });
      await storage.commit(others);
      const own = author.batch({ versions: [erased] });
      await storage.commit(own);
      const later = author.batch({ versions: [child] });
      await storage.commit(later);
      await storage.erase(author.erase([withoutText(erased)]));
      await assertStored(storage, author, others);
      await assertStored(storage, author, later);
    },
  },
  {
    law: "L33",
    name: "a list that starts from an erased version has its items",
    run: async ({ storage, author }) => {
      const items = author.items(70);
      const append = items.map(({ ecsId }) => ecsId);
      const first = author.version({ json: { text: "a" }, lists: { items: { append } } });
      await storage.commit(author.batch({ versions: [...items, first] }));
      await storage.erase(author.erase([withoutText(first)]));
      const edit = { from: first, keep: 66, append: append.slice(0, 5) };
      const batch = author.batch({
        versions: [author.version({ parent: first, lists: { items: edit } })],
      });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L33",
    name: "a filter finds the emptied value and no longer the erased one; the version still counts",
    run: async (scene) => {
      const { storage, author } = scene;
      const { ecsId } = await storedRoot(scene, { json: { text: "said" } });
      const counts = await storage.status();
      await storage.erase(author.erase([{ ecsId, json: { text: "" } }]));
      const found = (text: string): Promise<readonly EcsId[]> =>
        storage.readRows(
          { types: ["Note"], versions: "all", where: { text } },
          { limit: 9, before: null },
        );
      assertSame(await found("said"), []);
      assertSame(await found(""), [ecsId]);
      assertSame(await storage.status(), counts);
    },
  },
  {
    law: "L33",
    name: "fields with names such as __proto__ are emptied, and only those that are named",
    run: async ({ storage, author }) => {
      const fields = ["__proto__", "constructor", "", "a.b", "7"];
      const json = Object.fromEntries([...fields, "kept"].map((field) => [field, "said"]));
      const version = author.version({ type: "constructor", json });
      const batch = author.batch({ versions: [version] });
      await storage.commit(batch);
      const put = Object.fromEntries(fields.map((field) => [field, field === "" ? null : ""]));
      const erase = author.erase([{ ecsId: version.ecsId, json: put }]);
      await storage.erase(erase);
      const read = (await storage.readSnapshots([version.ecsId])).get(version.ecsId);
      assertSame(read, emptied(readOf(author, batch, version), put, erase.at));
    },
  },
  {
    law: "L34",
    name: "a second erase leaves an erased version alone and empties the others",
    run: async (scene) => {
      const { storage, author } = scene;
      const [one, two] = [
        await storedRoot(scene, { json: { text: "1" } }),
        await storedRoot(scene, { json: { text: "2" } }),
      ];
      const first = author.erase([withoutText(one)]);
      await storage.erase(first);
      const at = new Date(first.at.getTime() + 1000);
      const over = { ecsId: one.ecsId, json: { text: "over" } };
      const second = author.erase([over, withoutText(two)], { at, reason: "again" });
      await storage.erase(second);
      const read = await storage.readSnapshots([one.ecsId, two.ecsId]);
      assertSame(read.get(one.ecsId)?.erasedAt, first.at);
      assertSame(read.get(one.ecsId)?.state, { text: { json: "" } });
      assertSame(read.get(two.ecsId)?.erasedAt, at);
    },
  },
  {
    law: "L34",
    name: "no batch brings erased content back, and it stays erased after opening again",
    run: async (scene) => {
      const { author } = scene;
      const root = author.version({ json: { text: "said" } });
      const batch = author.batch({ versions: [root] });
      await scene.storage.commit(batch);
      const erase = author.erase([withoutText(root)]);
      await scene.storage.erase(erase);
      await scene.storage.commit(author.batch({ versions: [root] }));
      const other = author.version({ id: root.ecsId, json: { text: "other" } });
      await scene.storage.commit(author.batch({ versions: [other] }));
      const storage = await scene.reopen();
      await storage.commit(batch);
      await storage.commit(author.batch({ versions: [root] }));
      const expected = emptied(readOf(author, batch, root), { text: "" }, erase.at);
      assertSame((await storage.readSnapshots([root.ecsId])).get(root.ecsId), expected);
    },
  },
  {
    law: "L34",
    name: "a version that was committed as erased is not emptied again",
    run: async (scene) => {
      const { storage, author } = scene;
      const erasedAt = new Date(1_700_000_000_000);
      const root = await storedRoot(scene, { erasedAt, json: { text: "kept" } });
      await storage.erase(author.erase([withoutText(root)]));
      const read = (await storage.readSnapshots([root.ecsId])).get(root.ecsId);
      assertSame([read?.erasedAt, read?.state], [erasedAt, { text: { json: "kept" } }]);
      assertSame(await storage.erasures(root.lineageId), []);
    },
  },
  {
    law: "L34",
    name: "of 20 erases of one version at the same time one has emptied it",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene, { json: { text: "said" } });
      await storedChild(scene, root);
      const erases = Array.from({ length: 20 }, (_, at) =>
        author.erase([{ ecsId: root.ecsId, json: { text: `put ${at}` } }], { reason: `${at}` }),
      );
      await Promise.all(erases.map((erase) => storage.erase(erase)));
      const [entry, ...others] = await storage.erasures(root.lineageId);
      assertSame(others, []);
      const read = (await storage.readSnapshots([root.ecsId])).get(root.ecsId);
      assertSame(read?.state, { text: { json: `put ${String(entry?.reason)}` } });
      assertSame(read?.erasedAt, entry?.at);
    },
  },
];

function withoutText({ ecsId }: Draft): { ecsId: EcsId; json: Record<string, JsonValue> } {
  return { ecsId, json: { text: "" } };
}

function readOf(author: Author, batch: Parameters<Author["reads"]>[0], of: Draft): EntitySnapshot {
  const read = author.reads(batch).find(({ ecsId }) => ecsId === of.ecsId);
  assert.ok(read !== undefined);
  return read;
}

function emptied(
  version: EntitySnapshot,
  json: Readonly<Record<string, JsonValue>>,
  erasedAt: Date,
): EntitySnapshot {
  const state = mapFields(version.state, (value, field) => {
    const put = Object.hasOwn(json, field) ? json[field] : undefined;
    return put === undefined ? value : { json: put };
  });
  return { ...version, erasedAt, contentHash: null, state };
}

async function assertErased(
  reading: Promise<ReadonlyMap<EcsId, EntitySnapshot>>,
  at: Date,
): Promise<void> {
  const read = [...(await reading).values()];
  assertSame(
    read.map(({ erasedAt, contentHash }) => ({ erasedAt, contentHash })),
    read.map(() => ({ erasedAt: at, contentHash: null })),
  );
}
