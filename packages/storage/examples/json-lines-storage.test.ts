import { afterAll, describe, expect, test } from "@jest/globals";
import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storageCases } from "@minference/storage/conformance";
import { JsonLinesStorage } from "./json-lines-storage.ts";

const folder = await mkdtemp(join(tmpdir(), "minference-json-lines-"));
afterAll(() => rm(folder, { recursive: true }));

describe("a storage in one file keeps the contract:", () => {
  let places = 0;
  const cases = storageCases(async () => {
    const path = join(folder, `${(places += 1)}.jsonl`);
    return { open: async () => new JsonLinesStorage(path), destroy: () => rm(path) };
  });
  for (const { name, run } of cases) test(name, run);
});

test("a line that was cut in the middle is dropped when the file is opened (L2)", async () => {
  const path = join(folder, "cut.jsonl");
  await new JsonLinesStorage(path).close();
  await appendFile(path, '{"batch":{"batchId":"0198');
  await using storage = new JsonLinesStorage(path);
  expect((await storage.status()).entityCount).toBe(0);
});
