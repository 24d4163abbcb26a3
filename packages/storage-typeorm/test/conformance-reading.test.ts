import { describe, test } from "@jest/globals";
import { sqliteCases } from "./support/sqlite-cases.ts";

describe("a SQLite file keeps the laws of reading (L18 and those behind it)", () => {
  for (const { name, run } of sqliteCases(18, Infinity)) test(name, run);
});
