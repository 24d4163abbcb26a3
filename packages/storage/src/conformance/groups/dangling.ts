import type { EcsId } from "@minference/protocol";
import { assertRefused } from "../assert-refused.ts";
import { assertAbsent, assertRefs, assertStored } from "../assert-stored.ts";
import type { Author, Draft, DraftParts } from "../author.ts";
import type { CaseOfLaw, Scene } from "../storage-case.ts";

/** Every link of a batch names a version that is stored or in the batch. */
export const dangling: readonly CaseOfLaw[] = [
  {
    law: "L7",
    name: "a batch with a dangling ref stores nothing",
    run: (scene) => refused(scene, (id) => ({ refs: { to: id } })),
  },
  {
    law: "L7",
    name: "a batch with a dangling dict value stores nothing",
    run: (scene) =>
      refused(scene, (id, { ecsId }) => ({ dicts: { named: { good: ecsId, bad: id } } })),
  },
  {
    law: "L7",
    name: "a batch with a dangling list item stores nothing",
    run: (scene) =>
      refused(scene, (id, { ecsId }) => ({ lists: { items: { append: [ecsId, id, ecsId] } } })),
  },
  {
    law: "L7",
    name: "a batch that replaces a list item by a missing version stores nothing",
    run: (scene) =>
      refused(scene, (id, stored) => ({ lists: { items: { from: stored, put: [[1, id]] } } })),
  },
  {
    law: "L7",
    name: "a batch with a list that starts from a missing version stores nothing",
    run: (scene) =>
      refused(scene, (id, { ecsId }, author) => ({
        lists: { items: { from: author.version({ id }), keep: 0, append: [ecsId] } },
      })),
  },
  {
    law: "L7",
    name: "a link to a version of a refused batch dangles",
    run: async ({ storage, author }) => {
      const lost = author.version();
      const bad = author.version({ refs: { to: author.id() } });
      await assertRefused(
        storage.commit(author.batch({ versions: [lost, bad] })),
        "dangling_reference",
      );
      const late = author.version({ refs: { to: lost.ecsId } });
      await assertRefused(storage.commit(author.batch({ versions: [late] })), "dangling_reference");
      await assertAbsent(storage, late);
    },
  },
  {
    law: "L7",
    name: "a move to a version that is nowhere is refused",
    run: async ({ storage, author }) => {
      const root = author.version();
      const missing = author.version({ parent: root });
      const batch = author.batch({
        versions: [root],
        moves: [author.move(missing, { expect: null })],
      });
      await assertRefused(storage.commit(batch), "dangling_reference");
      await assertAbsent(storage, root);
    },
  },
  {
    law: "L7",
    name: "a move to a version of another lineage is refused",
    run: async ({ storage, author }) => {
      const [root, other] = [author.version(), author.version()];
      await storage.commit(author.batch({ versions: [other] }));
      const move = author.move(root, { to: other.ecsId });
      await assertRefused(
        storage.commit(author.batch({ versions: [root], moves: [move] })),
        "dangling_reference",
      );
      await assertAbsent(storage, root);
      await assertRefs(storage, root, {});
    },
  },
  {
    law: "L7",
    name: "links inside a batch hold in any order, in circles and to the version itself",
    run: async ({ storage, author }) => {
      const [left, right, self] = [author.id(), author.id(), author.id()];
      const versions = [
        author.version({ id: left, refs: { other: right }, dicts: { all: { right, left } } }),
        author.version({
          id: right,
          refs: { other: left },
          lists: { all: { append: [left, right] } },
        }),
        author.version({
          id: self,
          refs: { other: self },
          lists: { all: { append: [self, self] } },
        }),
      ];
      const batch = author.batch({ versions });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L7",
    name: "links to stored versions of any type and lineage hold",
    run: async ({ storage, author }) => {
      const part = author.version({ type: "Part" });
      await storage.commit(author.batch({ versions: [part] }));
      const { ecsId } = part;
      const whole = author.version({
        type: "Whole",
        refs: { one: ecsId },
        dicts: { named: { ecsId } },
        lists: { all: { append: [ecsId] } },
      });
      const batch = author.batch({ versions: [whole] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
];

/** Commits a stored list of two, then a batch with one bad version among good ones, which must leave nothing. */
async function refused(
  { storage, author }: Scene,
  bad: (missing: EcsId, stored: Draft, author: Author) => DraftParts,
): Promise<void> {
  const item = author.version();
  const stored = author.version({ lists: { items: { append: [item.ecsId, item.ecsId] } } });
  await storage.commit(author.batch({ versions: [item, stored] }));
  const before = author.version();
  const dangles = author.version(bad(author.id(), stored, author));
  const after = author.version();
  const versions = [before, dangles, after];
  const batch = author.batch({ versions, moves: [author.move(before)] });
  await assertRefused(storage.commit(batch), "dangling_reference");
  await assertAbsent(storage, ...versions);
  await assertRefs(storage, before, {});
}
