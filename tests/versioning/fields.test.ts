import { expect, test } from "@jest/globals";
import { defineEntity, dict, EntityRegistry } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import { openSqliteStorage } from "@minference/storage-typeorm/threads";
import * as threads from "@minference/threads";
import Database from "better-sqlite3";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { backends } from "../backends.ts";
import { everyFieldSet } from "../samples/every-field.ts";
import { Knot } from "./knot.ts";
import { aStage } from "./stage.ts";

const versionColumns = [
  "ecs_id",
  "lineage_id",
  "parent_id",
  "created_at",
  "schema_version",
  "batch_id",
  "content_hash",
  "erased_at",
];

/** The tables of section 1 of the specification, each with the classes that lie in it. */
const tables = {
  chat_thread: [threads.ChatThread],
  chat_message: [threads.ChatMessage],
  system_prompt: [threads.SystemPrompt],
  llm_config: [threads.LLMConfig],
  request_limits: [threads.RequestLimits],
  tool: [threads.CallableTool, threads.StructuredTool],
  usage: [threads.Usage],
  generated_json_object: [threads.GeneratedJsonObject],
  raw_output: [threads.RawOutput],
  processed_output: [threads.ProcessedOutput],
} as const;

const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The naming rule, as the specification says it. */
function columnsOf(field: string, kind: string): readonly string[] {
  const name = snakeCase(field);
  if (kind === "ref") return [`${name}_id`];
  return kind === "list" ? [`${name}_segment_id`, `${name}_length`] : [name];
}

test("the columns of each table are its fields in snake case, refs and lists by their suffixes, and no others (G1, D08)", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "minference-columns-"));
  const file = path.join(folder, "data.db");
  await (await openSqliteStorage({ path: file })).close();
  const database = new Database(file, { readonly: true });
  for (const [table, classes] of Object.entries(tables)) {
    const columns = new Set(classes.length > 1 ? [...versionColumns, "type"] : versionColumns);
    for (const { shape } of classes) {
      for (const [field, { kind }] of shape.fields) {
        for (const column of columnsOf(field, kind)) columns.add(column);
      }
    }
    const found = database.prepare(`SELECT name FROM pragma_table_info(?)`).pluck().all(table);
    expect([table, new Set(found)]).toEqual([table, columns]);
  }
  database.close();
  rmSync(folder, { recursive: true });
});

test.each(backends)(
  "a field has one name in the entity, in its JSON and in its snapshot, on $name (G1)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { thread, all } = everyFieldSet();
    await stage.registry.registerAll(all);
    for (const entity of all) {
      const snapshot = await stage.registry.getColdSnapshot(entity.ecsId);
      const names = Object.keys(entity.dump());
      expect(Object.keys(snapshot?.state ?? {}).sort()).toEqual(names.toSorted());
      expect(Object.keys(entity.toJSON())).toEqual(expect.arrayContaining(names));
      expect(names.every((name) => name in entity)).toBe(true);
    }
    expect(thread.dump()).toHaveProperty("systemPrompt.name");
  },
);

test.each(backends)(
  "fields of all kinds come back as their kind: scalars, JSON, refs, lists with doubles, dicts, ids that are not followed, on $name (G2, V6, C05)",
  async (backend) => {
    await using stage = await aStage(backend);
    const [a, b, stranger] = ["a", "b", "stranger"].map((label) => new Knot({ label }));
    if (!a || !b || !stranger) throw new Error("three labels make three knots");
    const named = { "": a, __proto__x: b, "10": b, "2": a };
    const at = new Date(123);
    const root = new Knot({
      label: "root",
      note: "",
      at,
      data: [{ a: null }],
      about: stranger.ecsId,
      next: a,
      kids: [b, a, b],
      named,
    });
    expect(root.subEntities()).not.toContain(stranger);
    await stage.registry.register(root);
    expect(await stage.count()).toBe(3);
    const loaded = await (await stage.reopened()).getOrThrow(Knot, root.ecsId);
    expect(loaded.toJSON()).toEqual(root.toJSON());
    expect([loaded.note, loaded.at, loaded.data, loaded.about]).toEqual([
      "",
      at,
      [{ a: null }],
      stranger.ecsId,
    ]);
    expect(loaded.named["2"]).toBe(loaded.next);
    expect(loaded.kids[0]).toBe(loaded.kids[2]);
  },
);

class Shelf extends defineEntity("Shelf", { books: dict(() => Knot) }) {}

test("a dict holds up to 1,000 sub-entities; one more is too large (G2)", () => {
  const book = new Knot({ label: "book" });
  const of = (count: number): Shelf =>
    new Shelf({
      books: Object.fromEntries(Array.from({ length: count }, (_, key) => [key, book])),
    });
  expect(Object.keys(of(1000).books)).toHaveLength(1000);
  expect(() => of(1001)).toThrow(expect.objectContaining({ kind: "too_large" }));
});

class Stone extends defineEntity("Stone", { name: z.string() }) {}
class Twin extends defineEntity("Knot", { other: z.number() }) {}

test("each error has a code of its own, a kind of the list, and names what it is about (G9)", async () => {
  await using storage = await openMemoryStorage();
  const [registry, other] = [new EntityRegistry({ storage }), new EntityRegistry({ storage })];
  const knot = await registry.register(new Knot({ label: "a" }));
  const stranger = new Knot({ label: "unknown" });
  const rival = await other.getOrThrow(Knot, knot.ecsId);
  knot.label = "b";
  await registry.register(knot);
  rival.label = "c";
  const { lineageId } = knot;
  const short = (id: string): string => id.slice(-8);
  const provoked: readonly (readonly [() => unknown, object, string])[] = [
    [
      () => registry.getOrThrow(Knot, stranger.ecsId),
      { code: "entity_not_found", kind: "not_found", ecsId: stranger.ecsId },
      short(stranger.ecsId),
    ],
    [
      () => new Knot({ label: "x", at: new Date(NaN) }),
      { code: "entity_validation", kind: "invalid_request", entityType: "Knot", path: "at" },
      "Knot.at",
    ],
    [
      () => other.register(knot),
      { code: "foreign_entity", kind: "invalid_request", ecsId: knot.ecsId },
      short(knot.ecsId),
    ],
    [
      () => other.register(rival, { expectHead: true }),
      { code: "version_conflict", kind: "conflict", lineageId },
      short(knot.ecsId),
    ],
    [
      () => registry.register(new Twin({ other: 1 })),
      { code: "duplicate_type", kind: "duplicate" },
      "Knot",
    ],
    [
      () => new EntityRegistry({ storage }).get(Stone, knot.ecsId),
      { code: "unknown_type", kind: "unknown_type" },
      "types: [Knot]",
    ],
    [
      () => registry.setRef(lineageId, "x", stranger.ecsId),
      { code: "dangling_reference", kind: "not_found" },
      short(stranger.ecsId),
    ],
    [
      () => registry.deleteRef(lineageId, "main"),
      { code: "invalid_request", kind: "invalid_request", lineageId },
      "main",
    ],
  ];
  for (const [provoke, fields, said] of provoked) {
    const error = await attempt(provoke);
    expect(error).toMatchObject({
      ...fields,
      retryable: false,
      message: expect.stringContaining(said),
    });
    // what is wrong, then what to do
    expect(String(Reflect.get(Object(error), "message"))).toMatch(/\.\s.+\.$/s);
  }
});

async function attempt(provoke: () => unknown): Promise<unknown> {
  try {
    await provoke();
  } catch (error) {
    return error;
  }
  return "nothing was thrown";
}
