import { expect, test } from "@jest/globals";
import { EntityRegistry } from "@minference/ecs";
import {
  lineageOf,
  nextUuidV7,
  randomIds,
  trustBatchId,
  trustContentHash,
  trustEcsId,
  type EcsId,
} from "@minference/protocol";
import type { EntityStorage, WrittenSnapshot } from "@minference/storage";
import { wrappedStorage } from "@minference/storage/conformance";
import { openMemoryStorage } from "@minference/storage-memory";

const versions = 100_000;

/** Stores a first version and `versions - 1` further ones, each a child of what `parentOf` says. */
async function aLongLineage(
  storage: EntityStorage,
  parentOf: (ids: readonly EcsId[]) => EcsId | undefined,
): Promise<readonly EcsId[]> {
  const batchId = trustBatchId(randomIds.mint(0));
  const createdAt = new Date(0);
  const ids: EcsId[] = [];
  const snapshots: WrittenSnapshot[] = [];
  // nothing here loads them, so that one hash does for all
  const hash = trustContentHash("0".repeat(64));
  for (let number = 0; number < versions; number += 1) {
    const ecsId = trustEcsId(nextUuidV7(randomIds, 0, ids.at(-1) ?? null));
    const parentId = parentOf(ids) ?? null;
    const lineageId = lineageOf(ids[0] ?? ecsId);
    const state = { number: { json: number } };
    const version = {
      ecsId,
      type: "Count",
      lineageId,
      parentId,
      createdAt,
      schemaVersion: 1,
      state,
    };
    snapshots.push({ ...version, batchId, erasedAt: null, contentHash: hash });
    ids.push(ecsId);
  }
  const author = { actor: null, reason: null, runId: null };
  await storage.commit({ batchId, createdAt, ...author, snapshots, moves: [] });
  return ids;
}

test("a chain of 100,000 versions is read page by page, without recursion (V35, V37, R:S39)", async () => {
  const storage = await openMemoryStorage();
  const ids = await aLongLineage(storage, (made) => made.at(-1));
  let most = 0;
  const watched = wrappedStorage(storage, {
    readSnapshots: async (asked) => {
      most = Math.max(most, asked.length);
      return storage.readSnapshots(asked);
    },
  });
  const registry = new EntityRegistry({ storage: watched });
  const [first = trustEcsId(""), last = first] = [ids[0], ids.at(-1)];
  const lineage = await registry.lineage(lineageOf(first));
  expect(lineage.nodes.get(last)).toMatchObject({
    depth: versions - 1,
    diff: { number: { kind: "modified", before: versions - 2, after: versions - 1 } },
  });
  expect([lineage.heads, lineage.roots, lineage.edges.length]).toEqual([
    [last],
    [first],
    versions - 1,
  ]);
  expect(lineage.toMermaid()).toContain(`… ${versions - 200} more versions`);
  const sameIds = (found: readonly EcsId[], expected: readonly EcsId[]): boolean =>
    found.length === expected.length && found.every((id, index) => id === expected[index]);
  expect(sameIds(lineage.sortedIds, ids)).toBe(true);
  expect(sameIds(await registry.getAncestorIds(last), ids.slice(0, -1).reverse())).toBe(true);
  expect(sameIds(await registry.getDescendantIds(first), ids.slice(1))).toBe(true);
  expect(await registry.getHeads(lineageOf(first))).toEqual([last]);
  expect(most).toBeLessThanOrEqual(1000);
});

test("a tree of 100,000 children of one version is read page by page (V35, R:S39)", async () => {
  const storage = await openMemoryStorage();
  const ids = await aLongLineage(storage, (made) => made[0]);
  const registry = new EntityRegistry({ storage });
  const [first = trustEcsId("")] = ids;
  const lineage = await registry.lineage(lineageOf(first));
  expect(lineage.heads).toHaveLength(versions - 1);
  expect(lineage.nodes.get(first)?.children).toHaveLength(versions - 1);
  expect(lineage.toMermaid({ maxNodes: 3 }).match(/\["Count/g)).toHaveLength(3);
});
