import { describe, test } from "@jest/globals";
import { sqliteCases } from "./support/sqlite-cases.ts";

describe("the SQLite backend keeps the laws of erasing, pruning and verifying", () => {
  for (const { law, name, run } of sqliteCases(32, 40)) test(`${name} (${law})`, run);
});
