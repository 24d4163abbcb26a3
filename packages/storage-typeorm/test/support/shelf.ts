import { defineEntity, list } from "@minference/ecs";
import {
  lineageOf,
  nextUuidV7,
  randomIds,
  trustBatchId,
  trustContentHash,
  trustEcsId,
  trustListHash,
  type EcsId,
} from "@minference/protocol";
import type { EntityStorage, ListEdit, WrittenSnapshot } from "@minference/storage";
import { z } from "zod";
import { mapEntity, type EntityMapping } from "@minference/storage-typeorm";

/** An item of a list. */
export class Book extends defineEntity("Book", { title: z.string() }) {}

/** Nothing but a list. */
export class Shelf extends defineEntity("Shelf", { books: list(() => Book) }) {}

/** Where they lie. */
export const shelfMappings: readonly EntityMapping[] = [
  mapEntity(Book, { table: "book" }),
  mapEntity(Shelf, { table: "shelf" }),
];

/** A list edit as a test states it; the whole start is kept unless said. */
export type EditParts = Partial<Omit<ListEdit, "hash">>;

/** A shelf that is stored. */
export interface StoredShelf {
  readonly version: WrittenSnapshot;
  readonly length: number;
}

/** Writes versions of shelves as a registry would, with whatever edits a test wants. */
export class ShelfWriter {
  readonly #storage: EntityStorage;
  readonly #now: number;
  #last: string | null = null;

  /** `now`: the instant of the ids. */
  constructor(storage: EntityStorage, now = 1_755_520_000_000) {
    this.#storage = storage;
    this.#now = now;
  }

  /** An id above all before. */
  id(): EcsId {
    this.#last = nextUuidV7(randomIds, this.#now, this.#last);
    return trustEcsId(this.#last);
  }

  /** A version of a shelf; nothing is stored yet. */
  shelf(edit: EditParts, parent: WrittenSnapshot | null = null): WrittenSnapshot {
    const { from = null, keep = 0, put = [], append = [] } = edit;
    const list = { from, keep, put, append, hash: trustListHash("0".repeat(64)) };
    return this.#snapshot("Shelf", { books: { list } }, parent);
  }

  /** Stores books, in one batch; gives their ids. */
  async books(count: number): Promise<readonly EcsId[]> {
    const books = Array.from({ length: count }, (_, index) =>
      this.#snapshot("Book", { title: { json: `book ${index}` } }, null),
    );
    await this.commit(books);
    return books.map(({ ecsId }) => ecsId);
  }

  /** Stores a book with a title of so many characters. */
  async bigBook(characters: number): Promise<void> {
    await this.commit([this.#snapshot("Book", { title: { json: "x".repeat(characters) } }, null)]);
  }

  /** Stores, in one batch, new books and a shelf with them behind those of `before`. */
  async shelfWithBooks(count: number, before: StoredShelf | null = null): Promise<StoredShelf> {
    const books = Array.from({ length: count }, () =>
      this.#snapshot("Book", { title: { json: "a book" } }, null),
    );
    const [keep, from] = [before?.length ?? 0, before?.version.ecsId ?? null];
    const append = books.map(({ ecsId }) => ecsId);
    const version = this.shelf({ from, keep, append }, before?.version);
    await this.commit([...books, version]);
    return { version, length: keep + count };
  }

  /** Stores versions in one batch. */
  async commit(versions: readonly WrittenSnapshot[]): Promise<void> {
    const batchId = trustBatchId(this.id());
    await this.#storage.commit({
      batchId,
      createdAt: new Date(1_755_520_000_000),
      actor: null,
      reason: null,
      runId: null,
      moves: [],
      snapshots: versions.map((version) => ({ ...version, batchId })),
    });
  }

  #snapshot(
    type: string,
    state: WrittenSnapshot["state"],
    parent: WrittenSnapshot | null,
  ): WrittenSnapshot {
    const ecsId = this.id();
    return {
      ecsId,
      type,
      lineageId: parent?.lineageId ?? lineageOf(ecsId),
      parentId: parent?.ecsId ?? null,
      createdAt: new Date(1_755_520_000_000),
      schemaVersion: 1,
      batchId: trustBatchId(ecsId),
      erasedAt: null,
      contentHash: trustContentHash(ecsId.replaceAll("-", "").repeat(2)),
      state,
    };
  }
}

/** The list of a version, as it is read back. */
export async function booksOf(storage: EntityStorage, id: EcsId): Promise<readonly EcsId[]> {
  const value = (await storage.readSnapshots([id])).get(id)?.state["books"];
  if (value === undefined || !("list" in value)) throw new Error(`no list in ${id}`);
  return value.list;
}
