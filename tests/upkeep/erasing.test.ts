import { expect, test } from "@jest/globals";
import { EntityRegistry, type Entity } from "@minference/ecs";
import { MemoryData, openMemoryStorage } from "@minference/storage-memory";
import { openSqliteStorage } from "@minference/storage-typeorm/threads";
import * as threads from "@minference/threads";
import { ChatMessage, ChatThread, LLMConfig, SystemPrompt } from "@minference/threads";
import Database from "better-sqlite3";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { backends } from "../backends.ts";
import { aStage } from "../versioning/stage.ts";

const secret = "the text that must go";
const types = [ChatThread, ChatMessage, LLMConfig, SystemPrompt];

/** A thread in whose texts and JSON the secret stands, in two versions, and the message that says it. */
async function aTellingThread(registry: EntityRegistry): Promise<ChatThread> {
  const thread = new ChatThread({
    name: `named ${secret}`,
    systemPrompt: new SystemPrompt({ name: "kept", content: "kept prompt" }),
    llmConfig: new LLMConfig({ client: "openai", extraBody: { user: [secret, { [secret]: 1 }] } }),
  });
  thread.addMessage({ role: "user", content: `said: ${secret}` });
  await registry.register(thread);
  thread.newMessage = secret;
  await registry.register(thread);
  return thread;
}

async function eraseAll(registry: EntityRegistry, thread: ChatThread): Promise<void> {
  for (const entity of [thread, thread.llmConfig, ...thread.history]) {
    await registry.erase({ lineageId: entity.lineageId }, { reason: "asked to", actor: "ada" });
  }
}

/** Every text inside a value: in fields, as keys, in Maps and Sets; none of what only its class can see. */
function textsIn(value: unknown, met = new Set<unknown>()): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || met.has(value)) return [];
  met.add(value);
  const entries: unknown[] = value instanceof Map || value instanceof Set ? [...value].flat() : [];
  const own = Reflect.ownKeys(value).flatMap((key): unknown[] => [
    String(key),
    Reflect.get(value, key),
  ]);
  return [...entries, ...own].flatMap((each) => textsIn(each, met));
}

test("erased text is nowhere in the data of a memory storage (V42)", async () => {
  const data = new MemoryData();
  const registry = new EntityRegistry({ storage: await openMemoryStorage({ data }), types });
  const thread = await aTellingThread(registry);
  expect(textsIn(data).some((text) => text.includes(secret))).toBe(true);
  await eraseAll(registry, thread);
  const texts = textsIn(data);
  expect(texts.filter((text) => text.includes(secret))).toEqual([]);
  expect(texts).toContain("kept prompt");
});

test("erased text is in no live row of a SQLite file (V42)", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "minference-erase-"));
  const file = path.join(folder, "data.db");
  const storage = await openSqliteStorage({ path: file });
  const registry = new EntityRegistry({ storage, types });
  const thread = await aTellingThread(registry);
  expect(rowsWith(file, secret)).not.toEqual([]);
  await eraseAll(registry, thread);
  expect(rowsWith(file, secret)).toEqual([]);
  expect(rowsWith(file, "kept prompt")).toEqual(["system_prompt"]);
  await storage.close();
  rmSync(folder, { recursive: true });
});

/** The tables that have a row with this text in any column. */
function rowsWith(file: string, text: string): readonly string[] {
  const database = new Database(file, { readonly: true });
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
    .pluck()
    .all();
  const found = tables.map(String).filter((table) =>
    database
      .prepare(`SELECT * FROM "${table}"`)
      .raw()
      .all()
      .flatMap((row): unknown[] => (Array.isArray(row) ? row : [row]))
      .some((value) =>
        Buffer.isBuffer(value) ? value.includes(text) : String(value).includes(text),
      ),
  );
  database.close();
  return found;
}

test.each(backends)(
  "erased versions load with their shape and links, their text is refused, and importing or writing brings none back, on $name (V42, R:S43)",
  async (backend) => {
    await using stage = await aStage(backend, { types });
    const { registry } = stage;
    const thread = await aTellingThread(registry);
    const [message] = thread.history;
    if (message === undefined) throw new Error("the thread has a message");
    const written = [...stage.batches];
    const receipt = await registry.erase({ ecsIds: [message.ecsId] }, { reason: "asked to" });
    expect(receipt.ecsIds).toEqual([message.ecsId]);
    for (const batch of written) await stage.storage.commit(batch);
    const reader = await stage.reopened({ types });
    const loaded = await reader.getOrThrow(ChatThread, thread.ecsId);
    const [erased] = loaded.history;
    expect([erased?.role, erased?.timestamp, erased?.contentHash]).toEqual([
      message.role,
      message.timestamp,
      null,
    ]);
    expect(erased?.erasedAt).not.toBeNull();
    expect(() => erased?.content).toThrow(expect.objectContaining({ code: "erased_content" }));
    expect(loaded.name).toBe(`named ${secret}`);
    expect(await reader.erasures(message.lineageId)).toMatchObject([
      { ecsId: message.ecsId, reason: "asked to", batchId: receipt.batchId },
    ]);
    expect(await reader.verify()).toEqual([]);
    const again = await reader.erase({ ecsIds: [message.ecsId] }, { reason: "again" });
    expect(again.batchId).toBeNull();
  },
);

test.each(backends)(
  "what belongs to an erased version is erased with it, on $name (V42, V40a)",
  async (backend) => {
    const all = Object.values(threads).filter(
      (value: unknown): value is typeof ChatMessage =>
        typeof value === "function" && "declaredFields" in value,
    );
    await using stage = await aStage(backend, { types: all });
    const thread = await aTellingThread(stage.registry);
    const output = new threads.ProcessedOutput({
      content: secret,
      finishReason: "stop",
      timeTakenMs: 0,
      client: "openai",
      chatThreadId: thread.ecsId,
    });
    await stage.registry.register<Entity>(output);
    const { ecsIds } = await stage.registry.erase({ ecsIds: [thread.ecsId] }, { reason: "asked" });
    expect(new Set(ecsIds)).toEqual(new Set([thread.ecsId, output.ecsId]));
    const snapshot = await stage.registry.getColdSnapshot(output.ecsId);
    expect(snapshot?.state["content"]).toEqual({ json: "" });
  },
);
