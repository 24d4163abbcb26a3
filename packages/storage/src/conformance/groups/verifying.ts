import type { EntityStorage } from "../../contract/entity-storage.ts";
import { aPrune } from "../a-prune.ts";
import { assertSame } from "../assert-same.ts";
import { assertKept } from "../assert-stored.ts";
import type { Draft } from "../author.ts";
import type { CaseOfLaw, Scene } from "../storage-case.ts";
import { storedChild, storedRoot } from "../stored-versions.ts";

/** A storage that looks at itself. */
export const verifying: readonly CaseOfLaw[] = [
  {
    law: "L40",
    name: "an empty storage has no problems",
    run: ({ storage }) => assertSound(storage),
  },
  {
    law: "L40",
    name: "versions with any values, links, lists and branches have no problems",
    run: async (scene) => {
      await storedHistory(scene);
      await assertSound(scene.storage);
      await assertSound(await scene.reopen());
    },
  },
  {
    law: "L40",
    name: "erased versions and their kin have no problems",
    run: async (scene) => {
      const { storage, author } = scene;
      const versions = await storedHistory(scene);
      const erased = versions.map(({ ecsId }) => ({ ecsId, json: { text: "" } }));
      await storage.erase(author.erase(erased.slice(0, -1)));
      await storedRoot(scene, { erasedAt: new Date(0), json: { text: "" } });
      await assertSound(storage);
      await assertSound(await scene.reopen());
    },
  },
  {
    law: "L40",
    name: "what a prune left has no problems",
    run: async (scene) => {
      const { storage, author } = scene;
      const [root, ...others] = await storedHistory(scene);
      const last = others.at(-1);
      const alsoKeep = last === undefined ? [] : [last.ecsId];
      await storage.commit(author.batch({ versions: author.items(3) }));
      if (root !== undefined) await storedChild(scene, root, { name: null });
      await storage.prune(aPrune({ alsoKeep }));
      await assertSound(storage);
      await assertSound(await scene.reopen());
    },
  },
  {
    law: "L40",
    name: "looking changes nothing",
    run: async (scene) => {
      const { storage, author } = scene;
      const versions = await storedHistory(scene);
      const loose = author.items(2);
      await storage.commit(author.batch({ versions: loose }));
      const before = await storage.status();
      await storage.verify();
      await assertKept(storage, author, [...versions, ...loose]);
      assertSame(await storage.status(), before);
      for (const { lineageId } of versions) {
        assertSame((await storage.refs([lineageId])).length, 1);
      }
    },
  },
];

/** Three versions: two of one lineage, and one whose list starts from the first's. */
async function storedHistory(scene: Scene): Promise<Draft[]> {
  const { storage, author } = scene;
  const items = author.items(70);
  const append = items.map(({ ecsId }) => ecsId);
  const hostile = { text: "a\ud83d\ude00", tree: { "\ud800": [1e-9, null, "\0"] } };
  const root = author.version({ json: hostile, lists: { items: { append } } });
  await storage.commit(author.batch({ versions: [...items, root], moves: [author.move(root)] }));
  const next = author.version({
    parent: root,
    json: { text: "next" },
    dicts: { named: { root: root.ecsId } },
    lists: { items: { from: root, put: [[3, root.ecsId]], append } },
  });
  const other = author.version({
    json: { text: "other" },
    refs: { next: next.ecsId, none: null },
    lists: { items: { from: next, keep: 66, append: append.slice(1, 4) } },
  });
  const moves = [author.move(next), author.move(other)];
  await storage.commit(author.batch({ versions: [next, other], moves }));
  return [root, next, other];
}

async function assertSound(storage: EntityStorage): Promise<void> {
  assertSame(await storage.verify(), []);
}
