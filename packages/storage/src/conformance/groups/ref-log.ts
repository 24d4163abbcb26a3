import { branchName } from "../../contract/refs.ts";
import { assertRefused } from "../assert-refused.ts";
import { assertSame } from "../assert-same.ts";
import type { CaseOfLaw } from "../storage-case.ts";
import { storedChild, storedRoot } from "../stored-versions.ts";

/** Every change of a ref is told. */
export const refLog: readonly CaseOfLaw[] = [
  {
    law: "L16",
    name: "the log of a ref tells every move with the time, id, actor and reason of its batch",
    run: async ({ storage, author }) => {
      const root = author.version();
      const next = author.version({ parent: root });
      const first = author.batch({
        versions: [root],
        moves: [author.move(root)],
        actor: "Ada «ada@example.org»",
        reason: "it's a start\n",
        runId: "run 1",
      });
      const second = author.batch({ versions: [next], moves: [author.move(next)] });
      for (const batch of [first, second]) await storage.commit(batch);
      const { actor, reason } = first;
      assertSame(await storage.refLog(root.lineageId, "main"), [
        { from: null, to: root.ecsId, at: first.createdAt, batchId: first.batchId, actor, reason },
        {
          from: root.ecsId,
          to: next.ecsId,
          at: second.createdAt,
          batchId: second.batchId,
          actor: null,
          reason: null,
        },
      ]);
    },
  },
  {
    law: "L16",
    name: "a branch has a log of its own that starts with its making",
    run: async (scene) => {
      const { storage } = scene;
      const root = await storedRoot(scene);
      await storedChild(scene, root);
      const right = await storedChild(scene, root);
      const log = await storage.refLog(root.lineageId, branchName(right.ecsId, "short"));
      assertSame(
        log.map(({ from, to }) => [from, to]),
        [[null, right.ecsId]],
      );
    },
  },
  {
    law: "L16",
    name: "the log goes on over deletions",
    run: async (scene) => {
      const { storage, author } = scene;
      const { lineageId, ecsId } = await storedRoot(scene);
      const changes = [ecsId, null, ecsId].map((to, index) =>
        author.setRef(lineageId, { name: "best", to, actor: "ada", reason: `step ${index}` }),
      );
      for (const change of changes) await storage.setRef(change);
      const expected = changes.map(({ to, at, batchId, actor, reason }, index) => {
        const from = index === 0 ? null : (changes[index - 1]?.to ?? null);
        return { from, to, at, batchId, actor, reason };
      });
      assertSame(await storage.refLog(lineageId, "best"), expected);
    },
  },
  {
    law: "L16",
    name: "a ref that never was has an empty log, in a known lineage and in an unknown one",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      assertSame(await storage.refLog(root.lineageId, "never"), []);
      assertSame(await storage.refLog(author.version().lineageId, "main"), []);
    },
  },
  {
    law: "L16",
    name: "a refused batch and a refused setRef leave no entry",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const bad = author.version({ parent: root, refs: { to: author.id() } });
      const batch = author.batch({ versions: [bad], moves: [author.move(bad)] });
      await assertRefused(storage.commit(batch), "dangling_reference");
      const stale = author.setRef(root.lineageId, { name: "main", to: root.ecsId, expect: null });
      await assertRefused(storage.setRef(stale), "version_conflict");
      const log = await storage.refLog(root.lineageId, "main");
      assertSame(
        log.map(({ from, to }) => [from, to]),
        [[null, root.ecsId]],
      );
    },
  },
  {
    law: "L16",
    name: "50 moves are told oldest first, each from where the one before went",
    run: async (scene) => {
      const { storage } = scene;
      const root = await storedRoot(scene);
      const versions = [root];
      for (let last = root; versions.length < 50; versions.push(last)) {
        last = await storedChild(scene, last);
      }
      const log = await storage.refLog(root.lineageId, "main");
      const ids = versions.map(({ ecsId }) => ecsId);
      assertSame(
        log.map(({ to }) => to),
        ids,
      );
      assertSame(
        log.map(({ from }) => from),
        [null, ...ids.slice(0, -1)],
      );
    },
  },
];
