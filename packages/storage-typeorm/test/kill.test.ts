import { expect, jest, test } from "@jest/globals";
import { parseEcsId } from "@minference/protocol";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { startChild } from "./support/child.ts";
import { withPlainDatabase } from "./support/plain-database.ts";
import { booksOf, shelfMappings } from "./support/shelf.ts";
import { tempFolder } from "./support/temp-folder.ts";

// processes of their own start slowly where many share a machine
jest.setTimeout(60_000);

/** Kills of one writer after the other on one file; reliability.md asks for 200 in its full column. */
const kills = 8;

test(`a writer killed ${kills} times loses nothing that was acknowledged and leaves nothing half (R:S1)`, async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  const acknowledged: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const writer = startChild("endless-writer", file);
    await writer.printed(1 + kill * 3);
    writer.kill();
    await writer.ended();
    acknowledged.push(...writer.lines);
  }
  await using storage = await openSqliteStorage({ path: file, mappings: shelfMappings });
  expect(acknowledged.length).toBeGreaterThanOrEqual(kills);
  for (const line of acknowledged) {
    const [id = "", length] = line.split(" ");
    const ecsId = parseEcsId(id);
    if (ecsId === null) throw new Error(line);
    expect(await booksOf(storage, ecsId)).toHaveLength(Number(length));
  }
  withPlainDatabase(file, (database) => {
    expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(database.pragma("foreign_key_check")).toEqual([]);
    const count = (table: string): number =>
      Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    // every batch is one shelf and two books
    expect(count("shelf")).toBe(count("write_batch"));
    expect(count("book")).toBe(2 * count("write_batch"));
  });
});
