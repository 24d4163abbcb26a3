import { isKind } from "@minference/protocol";
import assert from "node:assert/strict";
import { assertSame } from "../assert-same.ts";
import { assertAbsent, assertRefs, assertStored } from "../assert-stored.ts";
import type { Draft } from "../author.ts";
import type { CaseOfLaw } from "../storage-case.ts";
import { storedRoot } from "../stored-versions.ts";

/** Calls that overlap. */
export const concurrency: readonly CaseOfLaw[] = [
  {
    law: "L31",
    name: "50 batches at the same time, every fifth refused: the others are stored, the refused leave nothing",
    run: async ({ storage, author }) => {
      const batches = Array.from({ length: 50 }, (_, at) => {
        const root = author.version({ json: { at } });
        const to = at % 5 === 0 ? author.id() : root.ecsId;
        const part = author.version({ refs: { to } });
        return {
          root,
          part,
          batch: author.batch({ versions: [root, part], moves: [author.move(root)] }),
        };
      });
      const outcomes = await Promise.allSettled(batches.map(({ batch }) => storage.commit(batch)));
      for (const [at, { root, part, batch }] of batches.entries()) {
        const refused = at % 5 === 0;
        assert.equal(outcomes[at]?.status, refused ? "rejected" : "fulfilled");
        await assertRefs(storage, root, refused ? {} : { main: root.ecsId });
        if (refused) await assertAbsent(storage, root, part);
        else await assertStored(storage, author, batch);
      }
    },
  },
  {
    law: "L31",
    name: "16 writers that append to one ref by compare-and-set lose nothing and store nothing twice",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const known = new Map([[root.ecsId, root]]);
      const writer = async (): Promise<void> => {
        for (let done = 0, tries = 0; done < 6; tries += 1) {
          assert.ok(tries < 1000, "a writer never wins");
          const [tip] = await storage.refs([root.lineageId]);
          const next = author.version({ parent: (tip && known.get(tip.tip)) ?? root });
          known.set(next.ecsId, next);
          const move = author.move(next, { else: "refuse" });
          if (await wins(storage.commit(author.batch({ versions: [next], moves: [move] }))))
            done += 1;
        }
      };
      await Promise.all(Array.from({ length: 16 }, writer));
      const rows = await storage.lineageRows(root.lineageId);
      assert.equal(rows.length, 1 + 16 * 6);
      const parents = rows.slice(1).map(({ parentId }) => parentId);
      assertSame(
        parents,
        rows.slice(0, -1).map(({ ecsId }) => ecsId),
      );
    },
  },
  {
    law: "L31",
    name: "30 writers that append to one list at the same time each have their own list",
    run: async ({ storage, author }) => {
      const items = author.items(30);
      const start = author.version({
        lists: { items: { append: items.map(({ ecsId }) => ecsId) } },
      });
      await storage.commit(author.batch({ versions: [...items, start] }));
      const forks = items.map(({ ecsId }): Draft => {
        const edit = { from: start, append: [ecsId, ecsId] };
        return author.version({ parent: start, lists: { items: edit } });
      });
      const batches = forks.map((fork) => author.batch({ versions: [fork] }));
      await Promise.all(batches.map((batch) => storage.commit(batch)));
      for (const batch of batches) await assertStored(storage, author, batch);
    },
  },
  {
    law: "L31",
    name: "reads between writes see heads that only move forward",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const seen: string[] = [];
      const write = async (): Promise<void> => {
        for (let parent = root, n = 0; n < 40; n += 1) {
          parent = author.version({ parent });
          await storage.commit(author.batch({ versions: [parent], moves: [author.move(parent)] }));
        }
      };
      const read = async (): Promise<void> => {
        for (let n = 0; n < 40; n += 1) {
          for (const { tip } of await storage.refs([root.lineageId])) seen.push(tip);
        }
      };
      await Promise.all([write(), read()]);
      assertSame(seen, seen.toSorted());
      assert.equal(seen.length, 40);
    },
  },
  {
    law: "L31",
    name: "setRef and commits at the same time are told in one log without a gap",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const versions = Array.from({ length: 20 }, () => author.version({ parent: root }));
      await storage.commit(author.batch({ versions }));
      await Promise.all(
        versions.map(({ ecsId: to }, at) => {
          const set = author.setRef(root.lineageId, { name: "best", to });
          return at % 2 === 0
            ? storage.setRef(set)
            : storage.commit(
                author.batch({ moves: [{ ...set, to, expect: null, else: "branch" }] }),
              );
        }),
      );
      const log = await storage.refLog(root.lineageId, "best");
      assertSame(
        log.map(({ from }) => from),
        [null, ...log.slice(0, -1).map(({ to }) => to)],
      );
      assert.ok(log.length >= 10);
    },
  },
];

/** False when the commit was refused for a conflict. */
async function wins(commit: Promise<unknown>): Promise<boolean> {
  const [outcome] = await Promise.allSettled([commit]);
  if (outcome.status === "fulfilled") return true;
  assert.ok(isKind(outcome.reason, "conflict"), String(outcome.reason));
  return false;
}
