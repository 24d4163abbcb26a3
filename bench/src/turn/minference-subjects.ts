import { openMemoryStorage } from "@minference/storage-memory";
import { openSqliteStorage } from "@minference/storage-typeorm/threads";
import { databaseFile, fileBytes, tableRows } from "./database-file.ts";
import type { Subject } from "./subject.ts";
import { addTurn, threadWithHistory } from "./thread-with-history.ts";

/** minference on memory. */
export async function memorySubject(turns: number): Promise<Subject> {
  const storage = await openMemoryStorage();
  const { registry, thread } = await threadWithHistory(storage, turns);
  return {
    name: "memory",
    turn: async () => {
      addTurn(thread);
      await registry.register(thread);
    },
    bytes: () => null,
    rows: () => new Map(),
    close: () => storage.close(),
  };
}

/** minference on a SQLite file. */
export async function sqliteSubject(
  turns: number,
  synchronous: "full" | "normal",
): Promise<Subject> {
  const file = await databaseFile();
  const storage = await openSqliteStorage({ path: file.path, synchronous });
  const { registry, thread } = await threadWithHistory(storage, turns);
  return {
    name: `sqlite-${synchronous}`,
    turn: async () => {
      addTurn(thread);
      await registry.register(thread);
    },
    bytes: () => fileBytes(file.path),
    rows: () => tableRows(file.path),
    close: async () => {
      await storage.close();
      await file.remove();
    },
  };
}
