import { expect, test } from "@jest/globals";
import { storageCases } from "./storage-cases.ts";

test("a case rejects with what the setup rejects with", async () => {
  const broken = new Error("no place for data");
  const [first] = storageCases(() => Promise.reject(broken));
  await expect(first?.run()).rejects.toBe(broken);
});
