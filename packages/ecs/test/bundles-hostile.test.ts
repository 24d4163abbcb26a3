// boundary: documents as forgers write them; what is read back from JSON is what was exported
import { describe, expect, test } from "@jest/globals";
import { defineEntity, EntityRegistry, ref } from "@minference/ecs";
import type { EcsId } from "@minference/protocol";
import { contentHash, listHash, type HashedValue, type StoredValue } from "@minference/storage";
import { openMemoryStorage } from "@minference/storage-memory";
import { Readable } from "node:stream";
import { z } from "zod";
import { exportedText, importText } from "./bundle-text.ts";
import { aShelf, aShelfRegistry, Book, Shelf } from "./shelf.ts";

/** A value as a forger puts it, whatever the type says. */
const forged = (value: unknown): never => value as never; // the point of these tests

interface Snapshot {
  ecsId: EcsId;
  type: string;
  parentId: string | null;
  erasedAt: string | null;
  contentHash: string | null;
  schemaVersion: number;
  createdAt: string;
  state: Record<string, StoredValue>;
  [name: string]: unknown;
}
interface Document {
  format: string;
  formatVersion: number;
  root: string;
  snapshots: Snapshot[];
  [name: string]: unknown;
}

async function aDocument(): Promise<Document> {
  const { registry } = await aShelfRegistry();
  const shelf = await registry.register(aShelf(2));
  const parsed: Document = JSON.parse(await exportedText(registry, shelf));
  return parsed;
}

function first(document: Document, type: string): Snapshot {
  const found = document.snapshots.find((snapshot) => snapshot.type === type);
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
}

/** As a forger would: the content is changed and the hash with it. */
function rehashed(snapshot: Snapshot): void {
  const state = Object.entries(snapshot.state).map(([name, value]): [string, HashedValue] => [
    name,
    "list" in value ? { digest: { length: value.list.length, hash: listHash(value.list) } } : value,
  ]);
  snapshot.contentHash = contentHash(
    forged({
      ...snapshot,
      createdAt: new Date(snapshot.createdAt),
      state: Object.fromEntries(state),
    }),
  );
}

async function refusalOf(document: unknown): Promise<{ readonly [field: string]: unknown }> {
  const { storage, registry } = await aShelfRegistry();
  const text = typeof document === "string" ? document : JSON.stringify(document);
  const refusal: unknown = await importText(registry, text).then(
    () => ({ kind: "imported" }),
    (error: unknown) => error,
  );
  expect((await storage.status()).entityCount).toBe(0);
  return forged(refusal);
}

describe("a document is refused, and nothing of it is stored (R:E7)", () => {
  const forgeries: readonly [string, string, (document: Document) => void][] = [
    ["another format", "invalid_request", (d) => (d.format = "other")],
    ["a newer format", "schema_drift", (d) => Object.assign(d, { formatVersion: 2, more: 1 })],
    ["a format version that is none", "invalid_request", (d) => (d.formatVersion = 0)],
    ["an unknown key", "invalid_request", (d) => (d["more"] = 1)],
    ["a missing key", "invalid_request", (d) => delete d["exportedAt"]],
    ["a root that is not in it", "invalid_request", (d) => d.snapshots.shift()],
    ["no root", "invalid_request", (d) => (d.root = "")],
    ["a version twice", "invalid_request", (d) => d.snapshots.push(first(d, "Book"))],
    ["an unknown key of a version", "invalid_request", (d) => (first(d, "Book")["more"] = 1)],
    [
      "an id in capitals",
      "invalid_request",
      (d) => (first(d, "Shelf").parentId = "A".repeat(8) + "-0000-7000-8000-000000000000"),
    ],
    [
      "an instant without a zone",
      "invalid_request",
      (d) => (first(d, "Book").createdAt = "2026-01-01T00:00:00.000"),
    ],
    [
      "an instant that is none",
      "invalid_request",
      (d) => (first(d, "Book").createdAt = "2026-02-31T00:00:00.000Z"),
    ],
    ["no content hash", "invalid_request", (d) => (first(d, "Book").contentHash = null)],
    [
      "an erased version with a hash",
      "invalid_request",
      (d) => (first(d, "Book").erasedAt = "2026-01-01T00:00:00.000Z"),
    ],
    [
      "an erased version with content",
      "corrupt",
      (d) =>
        Object.assign(first(d, "Book"), {
          erasedAt: "2026-01-01T00:00:00.000Z",
          contentHash: null,
        }),
    ],
    [
      "a value of two kinds",
      "invalid_request",
      (d) => (first(d, "Book").state["title"] = forged({ json: "a", ref: null })),
    ],
    [
      "a value of no kind",
      "invalid_request",
      (d) => (first(d, "Book").state["title"] = forged({})),
    ],
    [
      "a list that holds no id",
      "invalid_request",
      (d) => (first(d, "Shelf").state["books"] = forged({ list: ["x"] })),
    ],
    [
      "a dict that holds no id",
      "invalid_request",
      (d) => (first(d, "Shelf").state["byCode"] = forged({ dict: { a: "x" } })),
    ],
    ["another title", "corrupt", (d) => (first(d, "Book").state["title"] = { json: "other" })],
    ["another hash", "corrupt", (d) => (first(d, "Book").contentHash = "0".repeat(64))],
    [
      "another order",
      "corrupt",
      (d) => {
        const { books } = first(d, "Shelf").state;
        if (books !== undefined && "list" in books)
          first(d, "Shelf").state["books"] = { list: [...books.list].reverse() };
      },
    ],
    ["an unknown type", "unknown_type", (d) => (first(d, "Book").type = "Scroll")],
    ["a version of the class to come", "schema_drift", (d) => (first(d, "Book").schemaVersion = 2)],
    ["a missing field", "schema_drift", (d) => delete first(d, "Book").state["title"]],
    ["an unknown field", "schema_drift", (d) => (first(d, "Book").state["more"] = { json: 1 })],
    [
      "a field named __proto__",
      "schema_drift",
      (d) =>
        Object.defineProperty(first(d, "Book").state, "__proto__", {
          value: { json: 1 },
          enumerable: true,
        }),
    ],
    ["a missing book", "not_found", (d) => d.snapshots.pop()],
  ];
  test.each(forgeries)("with %s: %s", async (_name, kind, forge) => {
    const document = await aDocument();
    forge(document);
    expect(await refusalOf(document)).toMatchObject({ kind });
  });

  const rehashedForgeries: readonly [string, string, (document: Document) => Snapshot][] = [
    [
      "a title that the class refuses",
      "entity_validation",
      (d) => with_(first(d, "Book"), "title", { json: "x".repeat(101) }),
    ],
    [
      "a number that the class refuses",
      "entity_validation",
      (d) => with_(first(d, "Book"), "pages", { json: -1 }),
    ],
    [
      "a value of no enum",
      "schema_drift",
      (d) => with_(first(d, "Book"), "binding", { json: "silk" }),
    ],
    [
      "a link where text is declared",
      "schema_drift",
      (d) => with_(first(d, "Book"), "title", { ref: null }),
    ],
    [
      "text where a link is declared",
      "schema_drift",
      (d) => with_(first(d, "Shelf"), "best", { json: null }),
    ],
    [
      "a shelf where a book is declared",
      "entity_validation",
      (d) => with_(first(d, "Shelf"), "best", { ref: first(d, "Shelf").ecsId }),
    ],
    [
      "a broken rule over several fields",
      "entity_validation",
      (d) => with_(first(d, "Shelf"), "label", { json: "floor" }),
    ],
    [
      "a parent that is not older",
      "invalid_request",
      (d) => Object.assign(first(d, "Book"), { parentId: "ffffffff-ffff-7fff-bfff-ffffffffffff" }),
    ],
    [
      "itself as parent",
      "invalid_request",
      (d) => Object.assign(first(d, "Book"), { parentId: first(d, "Book").ecsId }),
    ],
    [
      "a parent of another lineage",
      "invalid_request",
      (d) => {
        const [older, newer] = d.snapshots
          .filter(({ type }) => type === "Book")
          .sort((a, b) => (a.ecsId < b.ecsId ? -1 : 1));
        if (older === undefined || newer === undefined) throw new Error("no books");
        return Object.assign(newer, { parentId: older.ecsId });
      },
    ],
  ];
  function with_(snapshot: Snapshot, field: string, value: StoredValue): Snapshot {
    snapshot.state[field] = value;
    return snapshot;
  }
  test.each(rehashedForgeries)("forged with its hash, with %s: %s", async (_name, code, forge) => {
    const document = await aDocument();
    rehashed(forge(document));
    expect(await refusalOf(document)).toMatchObject({ code });
  });

  test("with a dict of more than 1,000 entries", async () => {
    const document = await aDocument();
    const shelf = first(document, "Shelf");
    const { ecsId } = first(document, "Book");
    const entries = Array.from({ length: 1001 }, (_, at) => [String(at), ecsId] as const);
    rehashed(with_(shelf, "byCode", { dict: Object.fromEntries(entries) }));
    expect(await refusalOf(document)).toMatchObject({ kind: "too_large" });
  });

  test.each([
    ["nothing", ""],
    ["half a document", '{"format":"minference-entity"'],
    ["a number", "1"],
    ["null", "null"],
    ["a list", "[]"],
    ["a byte order mark", "\ufeff{}"],
    ["keys of a prototype", '{"__proto__":{"format":"minference-entity","formatVersion":1}}'],
  ])("that is %s", async (_name, text) => {
    expect(await refusalOf(text)).toMatchObject({ kind: "invalid_request" });
  });

  test("with a key named __proto__ beside the others, and no prototype changes", async () => {
    const text = JSON.stringify(await aDocument());
    const polluted = text.replace("{", '{"__proto__":{"polluted":true},');
    expect(await refusalOf(polluted)).toMatchObject({ kind: "invalid_request" });
    expect("polluted" in {}).toBe(false);
  });
});

test.each(["[", '{"a":', '{"format":"minference-entity","formatVersion":1,"snapshots":['])(
  "a document of 100,000 times %s is too deep, and no RangeError escapes (R:E7, R:S32)",
  async (opening) => {
    expect(await refusalOf(opening.repeat(100_000))).toMatchObject({ code: "too_deep" });
  },
);

test("JSON nested 512 levels deep is exported and imported, 513 levels are refused (L27)", async () => {
  const from = await aShelfRegistry();
  const nested: unknown = JSON.parse("[".repeat(512) + "]".repeat(512));
  const book = new Book({ title: "deep" });
  Object.assign(book, { notes: nested });
  await from.registry.register(book);
  const text = await exportedText(from.registry, book);
  const { registry } = await aShelfRegistry();
  expect((await importText(registry, text)).dump()).toEqual(book.dump());
  const deeper = text
    .replace("[".repeat(512), "[".repeat(513))
    .replace("]".repeat(512), "]".repeat(513));
  expect(await refusalOf(deeper)).toMatchObject({ code: "too_deep" });
});

test("a document above the limit is refused when no more than the limit was read (R:E7)", async () => {
  const { registry } = await aShelfRegistry();
  let given = 0;
  let isLetGo = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        given += 1000;
        yield Buffer.alloc(1000, " ");
      }
    } finally {
      isLetGo = true;
    }
  }
  await expect(registry.importEntity(endless(), { maxBytes: 100_000 })).rejects.toMatchObject({
    code: "too_large",
  });
  expect([given, isLetGo]).toEqual([101_000, true]);
  const text = JSON.stringify(await aDocument());
  await importText(registry, text, { maxBytes: Buffer.byteLength(text) });
  await expect(
    importText(registry, text, { maxBytes: Buffer.byteLength(text) - 1 }),
  ).rejects.toMatchObject({
    code: "too_large",
  });
});

test("a document of 17 million values is refused before it is parsed (R:E7)", async () => {
  expect(await refusalOf("[".concat("[],".repeat(8_500_000)))).toMatchObject({ code: "too_large" });
});

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 40])(
  "a limit of %s bytes is no limit",
  async (maxBytes) => {
    const { registry } = await aShelfRegistry();
    await expect(importText(registry, "{}", { maxBytes })).rejects.toMatchObject({
      kind: "invalid_request",
    });
  },
);

test("bytes that are not UTF-8, half a surrogate pair and objects are refused", async () => {
  const { registry } = await aShelfRegistry();
  const text = JSON.stringify(await aDocument());
  const bytes = Buffer.from(text.replace("book 0", "book \u00e9"));
  const latin1 = Buffer.from(text.replace("book 0", "book \u00e9"), "latin1");
  const sources = [
    Readable.from([latin1]),
    Readable.from([bytes.subarray(0, bytes.indexOf(0xc3) + 1)]),
    Readable.from([text.replace("book 0", "book \ud800")]),
    Readable.from([{ format: "minference-entity" }]),
  ];
  for (const source of sources) {
    await expect(registry.importEntity(source)).rejects.toMatchObject({ kind: "invalid_request" });
  }
});

test("a message about a document shows nothing of its content", async () => {
  const secret = "sk-secret-4711";
  const document = await aDocument();
  first(document, "Book").state["title"] = forged({ json: { [secret]: secret }, ref: secret });
  first(document, "Book").createdAt = secret;
  expect(String((await refusalOf(document))["message"])).not.toContain(secret);
  expect(String((await refusalOf(`{"format":"${secret}`))["message"])).not.toContain(secret);
});

test("a class that was declared otherwise than the one that wrote refuses the document by name", async () => {
  const text = JSON.stringify(await aDocument());
  class Other extends defineEntity("Shelf", {
    label: z.string(),
    best: ref(() => Book).nullable(),
  }) {}
  const registry = new EntityRegistry({ storage: await openMemoryStorage(), types: [Other] });
  await expect(importText(registry, text)).rejects.toMatchObject({
    kind: "schema_drift",
    entityType: "Shelf",
  });
});

test("a version that is held and stored already need not be in the document (V23)", async () => {
  const { registry, storage } = await aShelfRegistry();
  const shelf = await registry.register(aShelf(2));
  shelf.label = "second";
  await registry.register(shelf);
  const document: Document = JSON.parse(await exportedText(registry, shelf));
  document.snapshots = document.snapshots.filter(({ ecsId }) => ecsId === shelf.ecsId);
  const target = await aShelfRegistry();
  const before: Document = JSON.parse(
    await exportedText(registry, await registry.getOrThrow(Shelf, shelf.parentId ?? shelf.ecsId)),
  );
  await importText(target.registry, JSON.stringify(before));
  const imported = await importText(target.registry, JSON.stringify(document));
  expect(imported.dump()).toEqual(shelf.dump());
  expect((await target.storage.status()).entityCount).toBe((await storage.status()).entityCount);
});
