import type { EcsId } from "@minference/protocol";
import assert from "node:assert/strict";
import type { EntityStorage } from "../contract/entity-storage.ts";
import type { WriteBatch } from "../contract/write-batch.ts";
import { assertSame } from "./assert-same.ts";
import type { Author, Draft } from "./author.ts";

/** Passes when every version of the batch is read back as it was written. */
export async function assertStored(
  storage: EntityStorage,
  author: Author,
  batch: WriteBatch,
): Promise<void> {
  const read = await storage.readSnapshots(batch.snapshots.map(({ ecsId }) => ecsId));
  for (const expected of author.reads(batch)) assertSame(read.get(expected.ecsId), expected);
}

/** Passes when these versions are read as they were written, whatever batch brought them; erased ones are there. */
export async function assertKept(
  storage: EntityStorage,
  author: Author,
  versions: readonly Draft[],
): Promise<void> {
  const read = await storage.readSnapshots(versions.map(({ ecsId }) => ecsId));
  for (const expected of author.reads(author.batch({ versions }))) {
    const version = read.get(expected.ecsId);
    assert.ok(version !== undefined, `${expected.type} ${expected.ecsId} is gone`);
    if (version.erasedAt === null) assertSame({ ...version, batchId: expected.batchId }, expected);
  }
}

/** Passes when none of the versions is there, by id, in its lineage, by type and in the counts. */
export async function assertAbsent(storage: EntityStorage, ...versions: Draft[]): Promise<void> {
  const ids = versions.map(({ ecsId }) => ecsId);
  const read = await storage.readSnapshots(ids);
  assert.deepEqual([...read.keys()], []);
  for (const { lineageId, type } of versions) {
    const rows = await storage.lineageRows(lineageId);
    const page = { limit: 1000, before: null };
    const listed = await storage.readRows({ types: [type], versions: "all", where: {} }, page);
    const seen = new Set<EcsId>([...rows.map(({ ecsId }) => ecsId), ...listed]);
    assert.deepEqual(
      ids.filter((id) => seen.has(id)),
      [],
    );
  }
}

/** Passes when the refs of the lineages of these versions are exactly these, as `name` → tip. */
export async function assertRefs(
  storage: EntityStorage,
  version: Draft,
  expected: Readonly<Record<string, EcsId>>,
): Promise<void> {
  const tips = await storage.refs([version.lineageId]);
  assertSame(Object.fromEntries(tips.map(({ name, tip }) => [name, tip])), expected);
}
