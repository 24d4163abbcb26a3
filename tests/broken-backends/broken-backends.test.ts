import { describe, expect, test } from "@jest/globals";
import { storageCases, type StorageSetup } from "@minference/storage/conformance";
import { MemoryData, openMemoryStorage } from "@minference/storage-memory";
import { broken, type BrokenBackend } from "./broken-backend.ts";
import { brokenBackends } from "./broken-backends.ts";

/** A backend with nothing broken passes, so what the others fail is their fault. */
const unbroken: BrokenBackend = { law: "", fault: "breaks nothing", over: () => ({}) };

function setupOf(backend: BrokenBackend): StorageSetup {
  return async () => {
    const data = new MemoryData();
    return {
      open: async () => broken(backend, await openMemoryStorage({ data })),
      destroy: async () => data.clear(),
    };
  };
}

/** Names of the cases of these laws that the backend fails. */
async function failures(backend: BrokenBackend, laws: ReadonlySet<string>): Promise<string[]> {
  const cases = storageCases(setupOf(backend)).filter(({ law }) => laws.has(law));
  const outcomes = await Promise.allSettled(cases.map(({ run }) => run()));
  return cases.flatMap(({ name }, at) => (outcomes[at]?.status === "rejected" ? [name] : []));
}

const laws = new Set(storageCases(setupOf(unbroken)).map(({ law }) => law));

describe("the suite catches a backend that", () => {
  for (const backend of brokenBackends) {
    test(`${backend.fault} (${backend.law})`, async () => {
      expect(await failures(backend, new Set([backend.law]))).not.toEqual([]);
    });
  }
});

test("the suite passes the same wrapper with nothing broken", async () => {
  expect(await failures(unbroken, laws)).toEqual([]);
});

test("every law has a broken backend that its cases catch", () => {
  expect(new Set(brokenBackends.map(({ law }) => law))).toEqual(laws);
});
