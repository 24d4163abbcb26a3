import { openSqliteStorage } from "@minference/storage-typeorm/threads";
import Database from "better-sqlite3";
import { randomBytes } from "node:crypto";
import { databaseFile, fileBytes, tableRows } from "./database-file.ts";
import type { Subject } from "./subject.ts";
import { addTurn, threadWithHistory } from "./thread-with-history.ts";

type Value = string | number | bigint | Buffer | null;
type Row = Readonly<Record<string, Value>>;

/**
 * The floor: the driver alone writes exactly the rows of one turn, into the same tables, in one transaction of
 * prepared statements. The rows are those of a real turn, with new ids, so both write the same bytes.
 */
export async function floorSubject(
  turns: number,
  synchronous: "full" | "normal",
): Promise<Subject> {
  const file = await databaseFile();
  await seed(file.path, turns);
  const database = new Database(file.path);
  database.pragma("journal_mode = WAL");
  database.pragma(`synchronous = ${synchronous === "full" ? "FULL" : "NORMAL"}`);
  const write = turnWriter(database);
  return {
    name: `floor-${synchronous}`,
    turn: () => {
      write();
      return Promise.resolve();
    },
    bytes: () => fileBytes(file.path),
    rows: () => tableRows(file.path),
    close: async () => {
      database.close();
      await file.remove();
    },
  };
}

/** The history in one register, as the subjects have it, then the one turn whose rows are the pattern. */
async function seed(path: string, turns: number): Promise<void> {
  await using storage = await openSqliteStorage({ path });
  const { registry, thread } = await threadWithHistory(storage, turns);
  addTurn(thread);
  await registry.register(thread);
}

function turnWriter(database: Database.Database): () => void {
  const inserter = (table: string): ((row: Row) => void) => {
    const columns = database
      .prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => name);
    const names = columns.map((name) => `"${name}"`).join(", ");
    const places = columns.map(() => "?").join(", ");
    const statement = database.prepare(`INSERT INTO "${table}" (${names}) VALUES (${places})`);
    return (row) => {
      statement.run(columns.map((name) => row[name] ?? null));
    };
  };
  const last = (table: string, order: string, count: number): readonly Row[] =>
    database
      .prepare<[], Row>(`SELECT * FROM "${table}" ORDER BY ${order} DESC LIMIT ${count}`)
      .all();
  const pattern = {
    batch: last("write_batch", "rowid", 1),
    thread: last("chat_thread", "rowid", 1),
    messages: last("chat_message", "rowid", 2),
    history: last("thread_message_history", "position", 2),
    move: last("ref_move", "seq", 1),
  };
  const insert = {
    batch: inserter("write_batch"),
    thread: inserter("chat_thread"),
    message: inserter("chat_message"),
    history: inserter("thread_message_history"),
    move: inserter("ref_move"),
  };
  let turn = 0;
  return database.transaction(() => {
    turn += 1;
    const [batchId, threadId] = [newId(), newId()];
    const messageIds = pattern.messages.map(() => newId());
    for (const row of pattern.batch) insert.batch({ ...row, batch_id: batchId });
    for (const row of pattern.move) {
      insert.move({ ...row, seq: Number(row["seq"]) + turn, ecs_id: threadId, batch_id: batchId });
    }
    for (const [index, row] of pattern.messages.entries()) {
      const id = messageIds[index] ?? null;
      insert.message({ ...row, ecs_id: id, lineage_id: id, batch_id: batchId });
    }
    for (const row of pattern.thread)
      insert.thread({ ...row, ecs_id: threadId, batch_id: batchId });
    for (const [index, row] of pattern.history.entries()) {
      const position = Number(row["position"]) + 2 * turn;
      insert.history({ ...row, position, message_id: messageIds[index] ?? null });
    }
  });
}

/** 16 bytes that rise with time, as the ids of the library do. */
function newId(): Buffer {
  const id = randomBytes(16);
  id.writeUIntBE(Date.now(), 0, 6);
  return id;
}
