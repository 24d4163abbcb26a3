import type { Erasure } from "../../contract/erasing.ts";
import { assertRefused } from "../assert-refused.ts";
import { aPrune } from "../a-prune.ts";
import { assertSame } from "../assert-same.ts";
import type { Author, Draft } from "../author.ts";
import type { CaseOfLaw } from "../storage-case.ts";
import { storedChild, storedRoot } from "../stored-versions.ts";

/** The receipts that stay of erased content. */
export const erasures: readonly CaseOfLaw[] = [
  {
    law: "L35",
    name: "erasures tell when, in which batch, by whom and why, by rising version id",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const child = await storedChild(scene, root);
      const grandchild = await storedChild(scene, child);
      const late = author.erase([toErase(grandchild), toErase(root)], {
        actor: "ada",
        reason: "1",
      });
      const early = author.erase([toErase(child)], { at: new Date(0), reason: "2" });
      await storage.erase(late);
      await storage.erase(early);
      assertSame(await storage.erasures(root.lineageId), [
        entryOf(root, late),
        entryOf(child, early),
        entryOf(grandchild, late),
      ]);
    },
  },
  {
    law: "L35",
    name: "erasures are those of the asked lineage, and of an unknown one there are none",
    run: async (scene) => {
      const { storage, author } = scene;
      const [left, right] = [await storedRoot(scene), await storedRoot(scene)];
      const erase = author.erase([toErase(left), toErase(right)]);
      await storage.erase(erase);
      assertSame(await storage.erasures(left.lineageId), [entryOf(left, erase)]);
      assertSame(await storage.erasures(right.lineageId), [entryOf(right, erase)]);
      assertSame(await storage.erasures(author.version().lineageId), []);
    },
  },
  {
    law: "L35",
    name: "a refused erase and a repeated one leave no entry",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const child = await storedChild(scene, root);
      const bad = author.erase([toErase(child), { ecsId: author.id(), json: {} }]);
      await assertRefused(storage.erase(bad), "dangling_reference");
      const erase = author.erase([toErase(root)]);
      await storage.erase(erase);
      await storage.erase(erase);
      await storage.erase(author.erase([toErase(root)], { reason: "again" }));
      assertSame(await storage.erasures(root.lineageId), [entryOf(root, erase)]);
    },
  },
  {
    law: "L35",
    name: "erasures are there after opening again, also when what was erased is pruned",
    run: async (scene) => {
      const { author } = scene;
      const root = await storedRoot(scene);
      const branch = await storedChild(scene, root, { name: null });
      const erase = author.erase([toErase(root), toErase(branch)]);
      await scene.storage.erase(erase);
      const [ref] = await scene.storage.refs([root.lineageId]);
      await scene.storage.setRef(
        author.setRef(root.lineageId, { name: ref?.name ?? "", to: null }),
      );
      await scene.storage.prune(aPrune());
      const expected = [entryOf(root, erase), entryOf(branch, erase)];
      assertSame(await scene.storage.erasures(root.lineageId), expected);
      const storage = await scene.reopen();
      assertSame((await storage.readSnapshots([branch.ecsId])).size, 0);
      assertSame(await storage.erasures(root.lineageId), expected);
    },
  },
  {
    law: "L35",
    name: "an actor or a reason of any text is told as it was given",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const actor = "'; drop table erasure; --";
      const erase = author.erase([toErase(root)], { actor, reason: "Ä\u202e \ud83d\ude00\n" });
      await storage.erase(erase);
      assertSame(await storage.erasures(root.lineageId), [entryOf(root, erase)]);
    },
  },
];

function toErase({ ecsId }: Draft): {
  readonly ecsId: Draft["ecsId"];
  readonly json: Record<string, never>;
} {
  return { ecsId, json: {} };
}

function entryOf({ ecsId, lineageId }: Draft, erase: ReturnType<Author["erase"]>): Erasure {
  const { at, batchId, actor, reason } = erase;
  return { ecsId, lineageId, at, batchId, actor, reason };
}
