import type { EcsId } from "@minference/protocol";
import { assertSame } from "../assert-same.ts";
import { assertStored } from "../assert-stored.ts";
import type { Author, Draft, EditParts } from "../author.ts";
import { chanceFrom, randomEdit } from "../random-edit.ts";
import type { CaseOfLaw, Scene } from "../storage-case.ts";

/** From where a list may start, and that no start is changed by it. */
export const listStarts: readonly CaseOfLaw[] = [
  {
    law: "L9",
    name: "many versions append to one start, and each has its own list",
    run: async (scene) => {
      const { ids, list } = await storedList(scene, 10);
      await storedAll(
        scene,
        ids.map((id) => fork(scene.author, list, { append: [id, id] })),
      );
    },
  },
  {
    law: "L9",
    name: "versions that keep different stretches of one start have each their own list",
    run: async (scene) => {
      const { ids, list } = await storedList(scene, 12);
      const edit = (id: EcsId, keep: number): EditParts => ({ keep, append: [id] });
      await storedAll(
        scene,
        ids.map((id, keep) => fork(scene.author, list, edit(id, keep))),
      );
    },
  },
  {
    law: "L9",
    name: "an appended list is not changed by a later append to its start",
    run: async (scene) => {
      const { author } = scene;
      const { ids, list } = await storedList(scene, 4);
      const left = fork(author, list, { append: ids.slice(0, 2) });
      const right = fork(author, list, { append: ids.slice(2) });
      const leftAgain = fork(author, left, { append: ids });
      const rightAgain = fork(author, right, { append: ids });
      await storedAll(scene, [left, right, leftAgain, rightAgain]);
    },
  },
  {
    law: "L9",
    name: "a list may start from a version of another lineage",
    run: async (scene) => {
      const { ids, list } = await storedList(scene, 5);
      const edit = { from: list, keep: 3, append: ids };
      const copy = scene.author.version({ lists: { items: edit } });
      const next = fork(scene.author, copy, { append: ids });
      await storedAll(scene, [copy, next, fork(scene.author, list, { append: ids })]);
    },
  },
  {
    law: "L9",
    name: "a list may start from a version of another type",
    run: async (scene) => {
      const { ids, list } = await storedList(scene, 5);
      const edit = { from: list, put: [[0, list.ecsId]] as const, append: ids };
      await storedAll(scene, [scene.author.version({ type: "Other", lists: { items: edit } })]);
    },
  },
  {
    law: "L9",
    name: "a list may start from an ancestor that is not the parent",
    run: async (scene) => {
      const { author } = scene;
      const { ids, list } = await storedList(scene, 5);
      const parent = fork(author, list, { keep: 0 });
      const edit = { from: list, append: ids };
      await storedAll(scene, [parent, author.version({ parent, lists: { items: edit } })]);
    },
  },
  {
    law: "L9",
    name: "a list may start from a version before it in the same batch",
    run: async (scene) => {
      const { author, storage } = scene;
      const { ids, list } = await storedList(scene, 5);
      const first = fork(author, list, { append: ids });
      const second = fork(author, first, { keep: 7, append: ids });
      const third = fork(author, second, { put: [[0, second.ecsId]] });
      const batch = author.batch({ versions: [first, second, third] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L9",
    name: "a list may start from a version behind it in the same batch",
    run: async (scene) => {
      const { author, storage } = scene;
      const { ids, list } = await storedList(scene, 5);
      const first = fork(author, list, { append: ids });
      const second = fork(author, first, { put: [[1, list.ecsId]], append: ids });
      const third = fork(author, second, { keep: 6 });
      const batch = author.batch({ versions: [third, second, first] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L9",
    name: "two versions of one batch start from one version of it",
    run: async (scene) => {
      const { author, storage } = scene;
      const { ids, list } = await storedList(scene, 5);
      const first = fork(author, list, { append: ids });
      const left = fork(author, first, { append: ids.slice(0, 1) });
      const right = fork(author, first, { append: ids.slice(1) });
      const batch = author.batch({ versions: [left, first, right] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L9",
    name: "a list may start from a list that was cut, and grow over what was cut off",
    run: async (scene) => {
      const { author } = scene;
      const { ids, list } = await storedList(scene, 8);
      const cut = fork(author, list, { keep: 3 });
      const grown = fork(author, cut, { append: ids });
      await storedAll(scene, [cut, grown, fork(author, grown, { put: [[4, list.ecsId]] })]);
    },
  },
  {
    law: "L9",
    name: "a replaced item does not show in versions that start beside it",
    run: async (scene) => {
      const { author } = scene;
      const { ids, list } = await storedList(scene, 8);
      const put = fork(author, list, { put: [[2, list.ecsId]] });
      const cut = fork(author, put, { keep: 2, append: ids });
      await storedAll(scene, [put, fork(author, list, { append: ids }), cut]);
    },
  },
  {
    law: "L9",
    name: "300 edits of one lineage, each from any version before, all read back",
    run: async (scene) => {
      const { author, storage } = scene;
      const { ids, list } = await storedList(scene, 40);
      const chance = chanceFrom(7);
      const versions = [list];
      for (let round = 0; round < 300; round += 1) {
        const start = versions[chance(versions.length)] ?? list;
        versions.push(fork(author, start, randomEdit(author.listOf(start, "items"), ids, chance)));
      }
      for (let at = 1; at < versions.length; at += 30) {
        await storage.commit(author.batch({ versions: versions.slice(at, at + 30) }));
      }
      const all = await storage.readSnapshots(versions.map(({ ecsId }) => ecsId));
      for (const version of versions) {
        const list = author.listOf(version, "items");
        assertSame(all.get(version.ecsId)?.state, { items: { list } });
      }
    },
  },
];

/** A stored list of `length` items, each another version. */
async function storedList(
  { storage, author }: Scene,
  length: number,
): Promise<{ readonly ids: readonly EcsId[]; readonly list: Draft }> {
  const items = author.items(length);
  const ids = items.map(({ ecsId }) => ecsId);
  const list = author.version({ lists: { items: { append: ids } } });
  await storage.commit(author.batch({ versions: [...items, list] }));
  return { ids, list };
}

/** Stores each version in a batch of its own, then reads all of them. */
async function storedAll({ storage, author }: Scene, versions: readonly Draft[]): Promise<void> {
  const batches = versions.map((version) => author.batch({ versions: [version] }));
  for (const batch of batches) await storage.commit(batch);
  for (const batch of batches) await assertStored(storage, author, batch);
}

/** A child of `parent` whose list is an edit of the parent's. */
function fork(author: Author, parent: Draft, edit: EditParts): Draft {
  return author.version({ parent, lists: { items: { from: parent, ...edit } } });
}
