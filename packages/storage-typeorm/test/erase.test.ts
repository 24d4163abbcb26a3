import { describe, expect, test } from "@jest/globals";
import { defineEntity, EntityRegistry, json } from "@minference/ecs";
import { randomIds, trustBatchId, trustEcsId, type EcsId } from "@minference/protocol";
import type { EntitySnapshot, EntityStorage, EraseRequest } from "@minference/storage";
import { mapEntity, openSqliteStorage, type SqliteOptions } from "@minference/storage-typeorm";
import Database from "better-sqlite3";
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { withPlainDatabase } from "./support/plain-database.ts";
import { rejection } from "./support/rejection.ts";
import { shelfMappings, ShelfWriter } from "./support/shelf.ts";
import { tempFolder } from "./support/temp-folder.ts";

/** Long enough for overflow pages. */
const secret = `a canary of the stored text ${"and more of it ".repeat(1000)}`;
const canary = "a canary of the stored text";

class Letter extends defineEntity("Letter", {
  subject: z.string(),
  body: json(),
  pages: z.int(),
}) {}

const indexed = [mapEntity(Letter, { table: "letter", indexes: ["subject"] })];

function anErase(versions: readonly EcsId[], change: Partial<EraseRequest> = {}): EraseRequest {
  return {
    batchId: trustBatchId(randomIds.mint(Date.now())),
    at: new Date(1000),
    actor: "ada",
    reason: "asked for",
    versions: versions.map((ecsId) => ({ ecsId, json: { subject: "", body: null } })),
    ...change,
  };
}

async function aLetter(storage: EntityStorage): Promise<Letter> {
  const letter = new Letter({ subject: secret, body: { text: [secret] }, pages: 2 });
  return await new EntityRegistry({ storage }).register(letter);
}

async function read(storage: EntityStorage, id: EcsId): Promise<EntitySnapshot> {
  const found = (await storage.readSnapshots([id])).get(id);
  if (found === undefined) throw new Error("not stored");
  return found;
}

/** Which files of a database have the bytes of the secret. */
function filesWithSecret(file: string): readonly string[] {
  return ["", "-wal", "-shm", "-journal"].filter(
    (end) => existsSync(file + end) && readFileSync(file + end).includes(canary),
  );
}

const openings: readonly (readonly [string, Partial<SqliteOptions>])[] = [
  ["a mapped type with an index on the text", { mappings: indexed }],
  ["a type without a mapping", {}],
];
for (const [what, options] of openings) {
  test(`erased text is nowhere in the file or its log: ${what} (V42, V42a)`, async () => {
    using folder = tempFolder();
    const file = folder.file("a.db");
    await using storage = await openSqliteStorage({ path: file, ...options });
    const letter = await aLetter(storage);
    const before = await read(storage, letter.ecsId);
    expect(filesWithSecret(file)).not.toEqual([]);
    await storage.erase(anErase([letter.ecsId]));
    expect(filesWithSecret(file)).toEqual([]);
    expect(await read(storage, letter.ecsId)).toEqual({
      ...before,
      erasedAt: new Date(1000),
      contentHash: null,
      state: { subject: { json: "" }, body: { json: null }, pages: { json: 2 } },
    });
    expect(await storage.verify()).toEqual([]);
  });
}

test("the first erasure of a version stays, with who asked for it and why (V42)", async () => {
  await using storage = await openSqliteStorage({ path: ":memory:", mappings: indexed });
  const { ecsId, lineageId } = await aLetter(storage);
  const first = anErase([ecsId]);
  await storage.erase(first);
  await storage.erase(first);
  await storage.erase(anErase([ecsId], { at: new Date(2000), actor: null, reason: "again" }));
  const { batchId, at, actor, reason } = first;
  expect(await storage.erasures(lineageId)).toEqual([
    { ecsId, lineageId, at, batchId, actor, reason },
  ]);
  expect((await read(storage, ecsId)).erasedAt).toEqual(at);
});

test("a receipt stays when its version is pruned (V41, V42)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await using storage = await openSqliteStorage({ path: file });
  const { ecsId, lineageId } = await aLetter(storage);
  const registry = new EntityRegistry({ storage });
  const kept = await registry.register(new Letter({ subject: "s", body: 1, pages: 1 }));
  await storage.erase(anErase([ecsId]));
  withPlainDatabase(file, (database) => database.exec("UPDATE ref_move SET ecs_id = NULL"));
  const request = { idFields: {}, belongsTo: {}, mode: "delete" } as const;
  const { idsByType } = await storage.prune({ ...request, alsoKeep: [kept.ecsId] });
  expect(idsByType).toEqual({ Letter: [ecsId] });
  expect((await storage.erasures(lineageId)).map((each) => each.ecsId)).toEqual([ecsId]);
  const receipts = withPlainDatabase(file, (database) =>
    database.prepare("SELECT kind, counts FROM receipt ORDER BY kind").all(),
  );
  expect(receipts).toEqual([
    { kind: "erase", counts: '{"Letter":1}' },
    { kind: "prune", counts: '{"Letter":1}' },
  ]);
});

test("an erase with a version that is not stored empties none (L2, V42)", async () => {
  await using storage = await openSqliteStorage({ path: ":memory:" });
  const { ecsId } = await aLetter(storage);
  const stored = await read(storage, ecsId);
  const [batchId, missing] = [anErase([]).batchId, anErase([]).batchId];
  const error = await rejection(storage.erase(anErase([ecsId, trustEcsId(missing)], { batchId })));
  expect(error.code).toBe("dangling_reference");
  expect(await read(storage, ecsId)).toEqual(stored);
  await storage.erase(anErase([ecsId], { batchId }));
  expect((await read(storage, ecsId)).erasedAt).not.toBeNull();
});

describe("what a field cannot be emptied with empties none, and a field that is not there is left out", () => {
  for (const options of [{ mappings: shelfMappings }, {}]) {
    test(Object.keys(options).join() || "without mappings", async () => {
      await using storage = await openSqliteStorage({ path: ":memory:", ...options });
      const { version } = await new ShelfWriter(storage).shelfWithBooks(2);
      const { ecsId } = version;
      const stored = await read(storage, ecsId);
      const wrong = [{ ecsId, json: { books: null } }];
      const error = await rejection(storage.erase(anErase([], { versions: wrong })));
      expect(error.code).toBe("invalid_request");
      expect(await read(storage, ecsId)).toEqual(stored);
      const absent = [{ ecsId, json: { nothing: "" } }];
      await storage.erase(anErase([], { versions: absent }));
      expect((await read(storage, ecsId)).state).toEqual(stored.state);
    });
  }
});

test("while another connection reads the old log, an erase is busy, and done again it is whole (V42a)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await using storage = await openSqliteStorage({ path: file, busyTimeoutMs: 20 });
  const { ecsId } = await aLetter(storage);
  const reader = new Database(file);
  reader.exec("BEGIN");
  reader.prepare("SELECT count(*) FROM entity").get();
  const error = await rejection(storage.erase(anErase([ecsId])));
  expect(error.code).toBe("storage_busy");
  expect(error.message).not.toContain("canary");
  expect((await read(storage, ecsId)).erasedAt).not.toBeNull();
  reader.close();
  await storage.erase(anErase([ecsId]));
  expect(filesWithSecret(file)).toEqual([]);
});

test("closing waits for an erase, and many at once are each answered (L30, L31)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  const storage = await openSqliteStorage({ path: file });
  const letters = await Promise.all(Array.from({ length: 5 }, () => aLetter(storage)));
  const erased = letters.map(({ ecsId }) => storage.erase(anErase([ecsId])));
  await storage.close();
  await Promise.all(erased);
  expect(filesWithSecret(file)).toEqual([]);
});
