import assert from "node:assert/strict";
import type { EcsId } from "@minference/protocol";
import type { EntityStorage, RowFilter } from "../../contract/entity-storage.ts";
import { assertRefused } from "../assert-refused.ts";
import { assertSame } from "../assert-same.ts";
import type { Draft } from "../author.ts";
import type { CaseOfLaw } from "../storage-case.ts";

const notes: RowFilter = { types: ["Note"], versions: "all", where: {} };

/** Order and paging of lists of versions. */
export const paging: readonly CaseOfLaw[] = [
  {
    law: "L20",
    name: "versions are listed newest id first, in whatever order they were stored",
    run: async ({ storage, author }) => {
      const versions = author.items(9);
      const shuffled = [4, 8, 0, 3, 7, 1, 6, 2, 5].map((at) => versions[at]);
      for (const version of shuffled) {
        await storage.commit(author.batch({ versions: version === undefined ? [] : [version] }));
      }
      assertSame(
        await storage.readRows(notes, { limit: 100, before: null }),
        newestFirst(versions),
      );
    },
  },
  {
    law: "L20",
    name: "order is by id, though instants say otherwise",
    run: async ({ storage, author }) => {
      const late = author.version({ createdAt: new Date(2_000_000_000_000) });
      const early = author.version({ createdAt: new Date(1_000_000_000_000) });
      await storage.commit(author.batch({ versions: [late, early] }));
      const listed = await storage.readRows(notes, { limit: 100, before: null });
      assertSame(listed, [early.ecsId, late.ecsId]);
    },
  },
  {
    law: "L20",
    name: "pages of any size give every version once",
    run: async ({ storage, author }) => {
      const versions = author.items(25);
      await storage.commit(author.batch({ versions }));
      for (const limit of [1, 2, 7, 24, 25, 26, 1000]) {
        assertSame(await allPages(storage, notes, limit), newestFirst(versions), `limit ${limit}`);
      }
    },
  },
  {
    law: "L20",
    name: "pages run over several types in one order",
    run: async ({ storage, author }) => {
      const types = ["Note", "Tag", "Other"];
      const versions = Array.from({ length: 21 }, (_, at) =>
        author.version({ type: types[at % 3] ?? "" }),
      );
      await storage.commit(author.batch({ versions }));
      const filter: RowFilter = { ...notes, types: ["Tag", "Note"] };
      const listed = versions.filter(({ type }) => type !== "Other");
      for (const limit of [3, 100]) {
        assertSame(await allPages(storage, filter, limit), newestFirst(listed));
      }
    },
  },
  {
    law: "L20",
    name: "versions that are stored while paging change no page after them",
    run: async ({ storage, author }) => {
      const versions = author.items(10);
      await storage.commit(author.batch({ versions }));
      const first = await storage.readRows(notes, { limit: 5, before: null });
      await storage.commit(author.batch({ versions: author.items(3) }));
      const second = await storage.readRows(notes, { limit: 5, before: first.at(-1) ?? null });
      assertSame([...first, ...second], newestFirst(versions));
    },
  },
  {
    law: "L20",
    name: "a page before an id that is not stored starts below it",
    run: async ({ storage, author }) => {
      const low = author.version();
      const between = author.id();
      const high = author.version();
      await storage.commit(author.batch({ versions: [low, high] }));
      assertSame(await storage.readRows(notes, { limit: 9, before: between }), [low.ecsId]);
      assertSame(await storage.readRows(notes, { limit: 9, before: low.ecsId }), []);
    },
  },
  {
    law: "L20",
    name: "no types, and types that nobody stored, list nothing",
    run: async ({ storage, author }) => {
      await storage.commit(author.batch({ versions: [author.version()] }));
      for (const types of [[], ["Nobody"], ["note"], ["toString"], ["' or '1'='1"]]) {
        assertSame(await storage.readRows({ ...notes, types }, { limit: 9, before: null }), []);
      }
    },
  },
  {
    law: "L20",
    name: "a limit that is no whole number from 1 to 1,000 is refused",
    run: async ({ storage }) => {
      for (const limit of [0, -1, 1001, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        await assertRefused(storage.readRows(notes, { limit, before: null }), "invalid_request");
      }
    },
  },
  {
    law: "L22",
    name: "a lineage has all its versions by rising id, those of branches too",
    run: async ({ storage, author }) => {
      const root = author.version();
      const children = [1, 2, 3].map((n) => author.version({ parent: root, json: { n } }));
      const grandchildren = children.map((parent) => author.version({ parent }));
      const versions = [root, ...children, ...grandchildren];
      const batch = author.batch({ versions: [...versions, author.version()].toReversed() });
      await storage.commit(batch);
      const { batchId } = batch;
      const expected = versions.map(({ ecsId, type, lineageId, parentId, createdAt }) => {
        return { ecsId, type, lineageId, parentId, createdAt, batchId };
      });
      assertSame(await storage.lineageRows(root.lineageId), expected);
    },
  },
  {
    law: "L22",
    name: "an unknown lineage has no versions",
    run: async ({ storage, author }) => {
      assertSame(await storage.lineageRows(author.version().lineageId), []);
    },
  },
];

function newestFirst(versions: readonly Draft[]): EcsId[] {
  return versions.map(({ ecsId }) => ecsId).toReversed();
}

async function allPages(
  storage: EntityStorage,
  filter: RowFilter,
  limit: number,
): Promise<EcsId[]> {
  const all: EcsId[] = [];
  for (let before: EcsId | null = null; ; before = all.at(-1) ?? null) {
    const page: readonly EcsId[] = await storage.readRows(filter, { limit, before });
    assert.ok(page.length <= limit, `a page of ${page.length} for a limit of ${limit}`);
    if (page.length === 0) return all;
    all.push(...page);
    assert.ok(all.length < 10_000, "paging never ends");
  }
}
