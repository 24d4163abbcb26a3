import { writeSync } from "node:fs";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { shelfMappings, ShelfWriter } from "../support/shelf.ts";

// Stores shelves with two new books each, one batch a shelf, and prints the id of each when it is acknowledged.
const [file = ""] = process.argv.slice(2);
const storage = await openSqliteStorage({ path: file, mappings: shelfMappings });
const writer = new ShelfWriter(storage, Date.now());
let shelf = await writer.shelfWithBooks(2);
for (;;) {
  shelf = await writer.shelfWithBooks(2, shelf);
  writeSync(1, `${shelf.version.ecsId} ${shelf.length}\n`);
}
