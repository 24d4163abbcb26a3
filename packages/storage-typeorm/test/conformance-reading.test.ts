import { describe, test } from "@jest/globals";
import { sqliteCases } from "./support/sqlite-cases.ts";

describe("a SQLite file keeps the laws of reading (L18 to L31)", () => {
  for (const { name, run } of sqliteCases(18, 31)) test(name, run);
});
