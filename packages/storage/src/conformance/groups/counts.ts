import { assertRefused } from "../assert-refused.ts";
import { assertSame } from "../assert-same.ts";
import type { CaseOfLaw } from "../storage-case.ts";
import { storedChild, storedRoot } from "../stored-versions.ts";

/** What `status` counts. */
export const counts: readonly CaseOfLaw[] = [
  {
    law: "L23",
    name: "an empty storage counts nothing",
    run: async ({ storage }) => {
      assertSame(await storage.status(), {
        backend: storage.backend,
        entityCount: 0,
        lineageCount: 0,
        countByType: {},
        oldest: null,
        newest: null,
        firstVersionAt: null,
        latestVersionAt: null,
      });
    },
  },
  {
    law: "L23",
    name: "versions, lineages and types are counted, with their extremes of id and time",
    run: async ({ storage, author }) => {
      const late = author.version({ createdAt: new Date(2_000_000_000_000) });
      const child = author.version({ parent: late, createdAt: new Date(1_000_000_000_000) });
      const tag = author.version({ type: "Tag", createdAt: new Date(1_500_000_000_000) });
      await storage.commit(author.batch({ versions: [tag, child, late] }));
      assertSame(await storage.status(), {
        backend: storage.backend,
        entityCount: 3,
        lineageCount: 2,
        countByType: { Note: 2, Tag: 1 },
        oldest: late.ecsId,
        newest: tag.ecsId,
        firstVersionAt: new Date(1_000_000_000_000),
        latestVersionAt: new Date(2_000_000_000_000),
      });
    },
  },
  {
    law: "L23",
    name: "refused and repeated batches, moves and refs do not count",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      await storedChild(scene, root);
      const batch = author.batch({ versions: [root] });
      const before = await storage.status();
      await storage.commit(batch);
      await storage.commit(batch);
      const bad = author.version({ type: "Bad", refs: { to: author.id() } });
      await assertRefused(storage.commit(author.batch({ versions: [bad] })), "dangling_reference");
      await storage.setRef(author.setRef(root.lineageId, { name: "best", to: root.ecsId }));
      assertSame(await storage.status(), before);
      assertSame(before.entityCount, 2);
    },
  },
];
