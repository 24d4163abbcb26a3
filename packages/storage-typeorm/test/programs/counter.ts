import { EntityRegistry } from "@minference/ecs";
import { isKind, parseLineageId } from "@minference/protocol";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { Counter } from "../support/counter-entity.ts";

// Adds one to the counter so many times, each time to what it has read, and prints how often it came too late.
const [file = "", lineage = "", times = ""] = process.argv.slice(2);
const lineageId = parseLineageId(lineage);
if (lineageId === null) throw new Error("no lineage");
await using storage = await openSqliteStorage({ path: file });
const registry = new EntityRegistry({ storage });
let refused = 0;
for (let added = 0; added < Number(times);) {
  const counter = await registry.head(Counter, lineageId);
  if (counter === null) throw new Error("no counter");
  counter.count += 1;
  try {
    await registry.register(counter, { expectHead: true });
    added += 1;
  } catch (error) {
    if (!isKind(error, "conflict")) throw error;
    refused += 1;
  }
}
console.log(refused);
