import { describe, test } from "@jest/globals";
import { sqliteCases } from "./support/sqlite-cases.ts";

describe("a SQLite file keeps the laws of writing (L1 to L17)", () => {
  for (const { name, run } of sqliteCases(1, 17)) test(name, run);
});
