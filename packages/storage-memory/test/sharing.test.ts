import { expect, test } from "@jest/globals";
import {
  lineageOf,
  randomIds,
  trustBatchId,
  trustEcsId,
  type EcsId,
  type JsonValue,
} from "@minference/protocol";
import {
  contentHash,
  frozenJson,
  listHash,
  type EntityStorage,
  type WriteBatch,
  type WrittenSnapshot,
  type WrittenValue,
} from "@minference/storage";
import { MemoryData, openMemoryStorage } from "@minference/storage-memory";

const now = new Date(1_755_520_000_000);

function anId(): EcsId {
  return trustEcsId(randomIds.mint(now.getTime()));
}

function aBatch(snapshots: readonly Omit<WrittenSnapshot, "batchId">[]): WriteBatch {
  const batchId = trustBatchId(randomIds.mint(now.getTime()));
  const stored = snapshots.map((snapshot) => ({ ...snapshot, batchId }));
  const { actor, reason, runId } = { actor: null, reason: null, runId: null };
  return { batchId, createdAt: now, actor, reason, runId, snapshots: stored, moves: [] };
}

function aVersion(ecsId: EcsId, field: WrittenValue): Omit<WrittenSnapshot, "batchId"> {
  const lineageId = lineageOf(ecsId);
  const row = { ecsId, type: "Note", lineageId, parentId: null, createdAt: now, schemaVersion: 1 };
  const digest = "list" in field ? { digest: { length: 0, hash: field.list.hash } } : field;
  const hash = contentHash({ ...row, state: { field: digest } });
  return { ...row, erasedAt: null, contentHash: hash, state: { field } };
}

/** A list of `items`, as an append to the list of `from`. */
function aList(
  ecsId: EcsId,
  from: EcsId | null,
  items: readonly EcsId[],
): Omit<WrittenSnapshot, "batchId"> {
  const keep = from === null ? 0 : 1;
  return aVersion(ecsId, { list: { from, keep, put: [], append: items, hash: listHash(items) } });
}

async function fieldOf(storage: EntityStorage, id: EcsId): Promise<unknown> {
  return (await storage.readSnapshots([id])).get(id)?.state["field"];
}

test("a frozen JSON value is given back as the very value that came in", async () => {
  await using storage = await openMemoryStorage();
  const json = frozenJson({ tree: [{ a: 1 }] }, "field");
  const id = anId();
  await storage.commit(aBatch([aVersion(id, { json })]));
  expect(await fieldOf(storage, id)).toEqual({ json });
  expect(Reflect.get(Object(await fieldOf(storage, id)), "json")).toBe(json);
});

test("a value that is frozen only outside is copied (L26)", async () => {
  await using storage = await openMemoryStorage();
  const inner = [1];
  const id = anId();
  await storage.commit(aBatch([aVersion(id, { json: Object.freeze({ inner }) })]));
  inner.push(2);
  expect(await fieldOf(storage, id)).toEqual({ json: { inner: [1] } });
});

test("a value that is no JSON is refused, and nothing is stored (S34)", async () => {
  await using storage = await openMemoryStorage();
  const id = anId();
  for (const json of [NaN, Object.freeze([Infinity])]) {
    const commit = storage.commit(
      aBatch([
        aVersion(anId(), { json: 1 }),
        { ...aVersion(id, { json: 1 }), state: { field: { json } } },
      ]),
    );
    await expect(commit).rejects.toMatchObject({ kind: "unserialisable" });
  }
  expect((await storage.status()).entityCount).toBe(0);
});

test("storages over one data see each other's commits, and closing one leaves the other open (L28)", async () => {
  const data = new MemoryData();
  const [left, right] = [await openMemoryStorage({ data }), await openMemoryStorage({ data })];
  const id = anId();
  await left.commit(aBatch([aVersion(id, { json: "a" })]));
  await left.close();
  expect(await fieldOf(right, id)).toEqual({ json: "a" });
});

test("two storages without a common data never meet", async () => {
  const [left, right] = [await openMemoryStorage(), await openMemoryStorage()];
  await left.commit(aBatch([aVersion(anId(), { json: "a" })]));
  expect((await right.status()).entityCount).toBe(0);
});

test("a batch of 100,000 lists, each starting from the one behind it, is stored without recursion (V9)", async () => {
  await using storage = await openMemoryStorage();
  const ids = Array.from({ length: 100_000 }, anId);
  const versions = ids.map((id, at) => aList(id, ids[at + 1] ?? null, [id]));
  await storage.commit(aBatch(versions));
  const last = ids.at(-1);
  expect(await fieldOf(storage, ids[0] ?? anId())).toEqual({ list: [last, ids[0]] });
});

test("a tree 100,000 deep is read without recursion (V9)", async () => {
  await using storage = await openMemoryStorage();
  const ids = Array.from({ length: 100_000 }, anId);
  const versions = ids.map((id, at) => aVersion(id, { ref: ids[at + 1] ?? null }));
  await storage.commit(aBatch(versions));
  expect((await storage.readTrees(ids.slice(0, 1))).snapshots.size).toBe(100_000);
});

test("JSON that is frozen and 100,000 deep is refused as too deep, no RangeError escapes (S32)", async () => {
  await using storage = await openMemoryStorage();
  let json: JsonValue = Object.freeze([]);
  for (let depth = 0; depth < 100_000; depth += 1) json = Object.freeze([json]);
  const version = { ...aVersion(anId(), { json: 1 }), state: { field: { json } } };
  await expect(storage.commit(aBatch([version]))).rejects.toMatchObject({ kind: "too_deep" });
});
