import { expect, test } from "@jest/globals";
import { EntityRegistry } from "@minference/ecs";
import { openSqliteStorage } from "@minference/storage-typeorm/threads";
import { ChatThread, LLMConfig } from "@minference/threads";
import Database from "better-sqlite3";

type Driver = NonNullable<Parameters<typeof openSqliteStorage>[0]["driver"]>;

/** A class of better-sqlite3 that writes down every statement that it runs. */
function listeningDriver(statements: string[]): Driver {
  return class extends Database {
    constructor(file: string, options?: Database.Options) {
      super(file, { ...options, verbose: (sql) => statements.push(String(sql)) });
    }
  };
}

test("50 forks of a thread update no row, and insert no message a second time (D14, V38)", async () => {
  const statements: string[] = [];
  const driver = listeningDriver(statements);
  await using storage = await openSqliteStorage({ path: ":memory:", driver });
  const registry = new EntityRegistry({ storage });
  const thread = new ChatThread({ llmConfig: new LLMConfig({ client: "openai" }) });
  await registry.register(thread);
  statements.length = 0;
  for (let turn = 0; turn < 50; turn += 1) {
    thread.addMessage({ role: "user", content: `question ${turn}` });
    await registry.register(thread);
  }
  expect(statements.filter((sql) => /^\s*(UPDATE|DELETE|REPLACE)\b/i.test(sql))).toEqual([]);
  expect(statements.filter((sql) => /ON CONFLICT.*DO UPDATE/is.test(sql))).toEqual([]);
  const inserts = statements.filter((sql) => /^\s*INSERT\b.*"chat_message"/is.test(sql));
  expect(inserts).toHaveLength(50);
});

test("loading asks for reads only, and asking what is modified for nothing (D02, D17)", async () => {
  const statements: string[] = [];
  const driver = listeningDriver(statements);
  await using storage = await openSqliteStorage({ path: ":memory:", driver });
  const registry = new EntityRegistry({ storage });
  const thread = new ChatThread({ llmConfig: new LLMConfig({ client: "openai" }) });
  for (let turn = 0; turn < 20; turn += 1) thread.addMessage({ role: "user", content: "hello" });
  await registry.register(thread);
  statements.length = 0;
  const loaded = await new EntityRegistry({ storage }).getOrThrow(ChatThread, thread.ecsId);
  expect(statements.filter((sql) => !/^\s*(SELECT|WITH|BEGIN|COMMIT)\b/i.test(sql))).toEqual([]);
  statements.length = 0;
  expect(loaded.isModified).toBe(false);
  expect(loaded.history.some(({ isModified }) => isModified)).toBe(false);
  expect(statements).toEqual([]);
});
