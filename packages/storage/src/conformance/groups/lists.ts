import assert from "node:assert/strict";
import type { EcsId } from "@minference/protocol";
import { assertRefused } from "../assert-refused.ts";
import { assertAbsent, assertStored } from "../assert-stored.ts";
import type { Draft, EditParts } from "../author.ts";
import type { CaseOfLaw, Scene } from "../storage-case.ts";

type ItemIds = readonly EcsId[];

/** What one edit of a stored list gives. */
export const lists: readonly CaseOfLaw[] = [
  {
    law: "L8",
    name: "a new list has its items in order",
    run: (scene) => edited(scene, 5, () => ({ keep: 0 })),
  },
  {
    law: "L8",
    name: "appended items come behind the kept ones",
    run: (scene) => edited(scene, 5, (fresh) => ({ append: fresh })),
  },
  {
    law: "L8",
    name: "an edit that keeps everything gives the same list",
    run: (scene) => edited(scene, 5, () => ({})),
  },
  {
    law: "L8",
    name: "items are replaced in the middle, at the start and at the end",
    run: (scene) =>
      edited(scene, 7, ([a, b, c]) => ({
        put:
          a && b && c
            ? [
                [0, a],
                [3, b],
                [6, c],
              ]
            : [],
      })),
  },
  {
    law: "L8",
    name: "a truncated list has its first items",
    run: (scene) => edited(scene, 9, () => ({ keep: 4 })),
  },
  {
    law: "L8",
    name: "a list cut to nothing is empty",
    run: (scene) => edited(scene, 9, () => ({ keep: 0 })),
  },
  {
    law: "L8",
    name: "one edit keeps, replaces and appends at once",
    run: (scene) =>
      edited(scene, 9, ([a, b, ...rest]) => ({
        keep: 6,
        put:
          a && b
            ? [
                [2, a],
                [5, b],
              ]
            : [],
        append: rest,
      })),
  },
  {
    law: "L8",
    name: "every item of a list can be replaced in one edit",
    run: (scene) =>
      edited(scene, 3, (fresh) => ({ put: fresh.map((item, at) => [at, item] as const) })),
  },
  {
    law: "L8",
    name: "an empty list can be kept empty and appended to",
    run: (scene) => edited(scene, 0, (fresh) => ({ append: fresh })),
  },
  {
    law: "L8",
    name: "one item may be in a list many times",
    run: async ({ storage, author }) => {
      const [a, b] = [author.version(), author.version()];
      const append = [a, b, a, a, b, a].map(({ ecsId }) => ecsId);
      const list = author.version({ lists: { items: { append } } });
      const more = author.version({ parent: list, lists: { items: { from: list, append } } });
      const batch = author.batch({ versions: [a, b, list, more] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L8",
    name: "two lists of one version are edited each on its own",
    run: async ({ storage, author }) => {
      const ids = author.items(6);
      const [left, right] = [ids.slice(0, 3), ids.slice(3)].map((part) =>
        part.map(({ ecsId }) => ecsId),
      );
      const first = author.version({
        lists: { left: { append: left ?? [] }, right: { append: right ?? [] } },
      });
      const edits = { left: { from: first, keep: 1 }, right: { from: first, append: left ?? [] } };
      const second = author.version({ parent: first, lists: edits });
      for (const versions of [[...ids, first], [second]]) {
        const batch = author.batch({ versions });
        await storage.commit(batch);
        await assertStored(storage, author, batch);
      }
    },
  },
  {
    law: "L10",
    name: "an edit that keeps more than its start has is refused",
    run: (scene) => unbearable(scene, (stored) => ({ from: stored, keep: 4 })),
  },
  {
    law: "L10",
    name: "an edit that keeps items of nothing is refused",
    run: (scene) => unbearable(scene, () => ({ keep: 1 })),
  },
  {
    law: "L10",
    name: "an edit that keeps a negative or fractional number of items is refused",
    run: async (scene) => {
      await unbearable(scene, (stored) => ({ from: stored, keep: -1 }));
      await unbearable(scene, (stored) => ({ from: stored, keep: 1.5 }));
    },
  },
  {
    law: "L10",
    name: "an edit that replaces an item that it does not keep is refused",
    run: (scene) =>
      unbearable(scene, (stored, item) => ({ from: stored, keep: 1, put: [[1, item]] })),
  },
  {
    law: "L10",
    name: "an edit whose replaced positions do not rise is refused",
    run: async (scene) => {
      await unbearable(scene, (stored, item) => ({
        from: stored,
        put: [
          [2, item],
          [1, item],
        ],
      }));
      await unbearable(scene, (stored, item) => ({
        from: stored,
        put: [
          [1, item],
          [1, item],
        ],
      }));
      await unbearable(scene, (stored, item) => ({ from: stored, put: [[-1, item]] }));
    },
  },
  {
    law: "L10",
    name: "an edit that starts from a version without such a list is refused",
    run: async (scene) => {
      await unbearable(scene, (_stored, _item, other) => ({ from: other, keep: 0 }));
    },
  },
  {
    law: "L10",
    name: "edits of one batch that start from each other are refused",
    run: async ({ storage, author }) => {
      const [left, right] = [author.id(), author.id()];
      const stub = author.version({ id: right });
      const one = author.version({ id: left, lists: { items: { from: stub, keep: 0 } } });
      const other = author.version({ id: right, lists: { items: { from: one, keep: 0 } } });
      const batch = author.batch({ versions: [one, other] });
      await assertRefused(storage.commit(batch), "invalid_request");
      await assertAbsent(storage, one, other);
    },
  },
];

/** Stores a list of `length` items, then the edit of it, and reads both. */
async function edited(
  { storage, author }: Scene,
  length: number,
  edit: (fresh: ItemIds) => EditParts,
): Promise<void> {
  const items = author.items(length);
  const fresh = author.items(3);
  const append = items.map(({ ecsId }) => ecsId);
  const first = author.version({ lists: { items: { append } } });
  const before = author.batch({ versions: [...items, ...fresh, first] });
  await storage.commit(before);
  const parts = edit(fresh.map(({ ecsId }) => ecsId));
  const second = author.version({ parent: first, lists: { items: { from: first, ...parts } } });
  const after = author.batch({ versions: [second] });
  await storage.commit(after);
  await assertStored(storage, author, after);
  await assertStored(storage, author, before);
}

/** Stores a list of three, then a batch with an edit that must be refused and leave nothing. */
async function unbearable(
  { storage, author }: Scene,
  edit: (stored: Draft, item: EcsId, other: Draft) => EditParts,
): Promise<void> {
  const item = author.version();
  const append = [item.ecsId, item.ecsId, item.ecsId];
  const stored = author.version({ lists: { items: { append } } });
  await storage.commit(author.batch({ versions: [item, stored] }));
  const good = author.version();
  const bad = author.version({ parent: stored, lists: { items: edit(stored, item.ecsId, item) } });
  await assertRefused(storage.commit(author.batch({ versions: [good, bad] })), "invalid_request");
  await assertAbsent(storage, good, bad);
  assert.equal((await storage.lineageRows(stored.lineageId)).length, 1);
}
