import { openSqliteStorage } from "@minference/storage-typeorm";
import { mappings } from "../support/sample-entities.ts";

// Opens a database at the instant that it is given, and closes it.
const [file = "", instant = ""] = process.argv.slice(2);
while (Date.now() < Number(instant));
const storage = await openSqliteStorage({ path: file, mappings });
await storage.close();
console.log("opened");
