import { describe, test } from "@jest/globals";
import { sqliteCases } from "./support/sqlite-cases.ts";

describe("a SQLite file keeps the laws of erasing, pruning and verifying (L32 and those behind it)", () => {
  for (const { name, run } of sqliteCases(32, Infinity)) test(name, run);
});
