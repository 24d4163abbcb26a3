import { expect, test } from "@jest/globals";
import type { CommitReceipt, WriteBatch } from "../contract/write-batch.ts";
import type { EntityStorage } from "../contract/entity-storage.ts";
import { Author } from "./author.ts";
import { unsureStorage } from "./unsure-storage.ts";
import { wrappedStorage } from "./wrapped-storage.ts";

const calls: string[] = [];

/** A storage that only tells what was called. */
function told(name: string): () => Promise<never> {
  return () => {
    calls.push(name);
    return Promise.reject(new Error(`${name} was called`));
  };
}

const methods = [
  "commit",
  "readTrees",
  "readSnapshots",
  "readRows",
  "lineageRows",
  "refs",
  "refLog",
  "setRef",
  "erase",
  "erasures",
  "prune",
  "verify",
  "status",
  "clear",
  "close",
] as const;

test("wrapping passes every method through, and closes what it disposes of", async () => {
  const inner: EntityStorage = Object.assign(
    { backend: "told", [Symbol.asyncDispose]: told("dispose") },
    ...methods.map((name) => ({ [name]: told(name) })),
  );
  const wrapped = wrappedStorage(inner, {});
  for (const name of methods) {
    await expect(Reflect.apply(wrapped[name], wrapped, [])).rejects.toThrow(`${name} was called`);
  }
  await expect(wrapped[Symbol.asyncDispose]()).rejects.toThrow("close was called");
  expect(wrapped.backend).toBe("told");
  const closed = wrappedStorage(inner, { close: () => Promise.resolve() });
  await closed[Symbol.asyncDispose]();
});

test("each fate is met by one new batch, and a batch that is sent again is stored (V24)", async () => {
  const author = new Author();
  const inner = wrappedStorage(
    Object.assign({}, ...methods.map((name) => ({ [name]: told(name) }))),
    {
      commit: ({ batchId }: WriteBatch): Promise<CommitReceipt> =>
        Promise.resolve({ batchId, moves: [] }),
    },
  );
  const fates = ["refused", "unknown, not stored", "unknown, stored", "stored"] as const;
  const { storage, sent, stored } = unsureStorage(inner, ...fates);
  const [a, b, c, d, e] = [0, 1, 2, 3, 4].map(() => author.batch({}));
  const batches = [a, b, c, d, e].flatMap((batch) => batch ?? []);
  const kinds = [];
  for (const batch of [...batches, ...batches.slice(0, 1)]) {
    const [outcome] = await Promise.allSettled([storage.commit(batch)]);
    kinds.push(outcome.status === "fulfilled" ? "stored" : Reflect.get(outcome.reason, "kind"));
  }
  expect(kinds).toEqual([
    "storage_full",
    "commit_unknown",
    "commit_unknown",
    "stored",
    "stored",
    "stored",
  ]);
  expect(sent).toEqual([...batches, ...batches.slice(0, 1)]);
  expect([...stored.values()]).toEqual([c, d, e, a]);
});
