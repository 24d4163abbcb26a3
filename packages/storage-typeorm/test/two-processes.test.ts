import { expect, jest, test } from "@jest/globals";
import { EntityRegistry } from "@minference/ecs";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { startChild } from "./support/child.ts";
import { Counter } from "./support/counter-entity.ts";
import { withPlainDatabase } from "./support/plain-database.ts";
import { tempFolder } from "./support/temp-folder.ts";

// processes of their own start slowly where many share a machine
jest.setTimeout(60_000);

/** Additions of each process; reliability.md asks for 16 processes and 1,000 in its full column. */
const additions = 60;

test("of two processes that add to one counter no addition is lost (R:S18)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await using storage = await openSqliteStorage({ path: file });
  const registry = new EntityRegistry({ storage });
  const counter = await registry.register(new Counter({ count: 0 }));
  const children = [1, 2].map(() =>
    startChild("counter", file, counter.lineageId, String(additions)),
  );
  for (const child of children) expect(await child.ended()).toBe(0);
  const head = await registry.head(Counter, counter.lineageId);
  expect(head?.count).toBe(2 * additions);
  const lineage = await registry.lineage(counter.lineageId);
  expect(lineage.nodes.size).toBe(2 * additions + 1);
  expect(lineage.heads).toHaveLength(1);
});

test("two processes that open a new file at once make its tables once (R:S24)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  const instant = String(Date.now() + 1500);
  const children = [1, 2, 3].map(() => startChild("opener", file, instant));
  for (const child of children) expect(await child.ended()).toBe(0);
  withPlainDatabase(file, (database) => {
    const versions = database.prepare("SELECT version FROM minference_schema").pluck().all();
    expect(versions).toEqual([1]);
    expect(database.prepare("SELECT count(*) FROM basket_fruit").pluck().get()).toBe(0);
  });
});
