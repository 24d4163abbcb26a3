import { describe, expect, test } from "@jest/globals";
import { storageCases } from "@minference/storage/conformance";
import type { BrokenBackend } from "./broken-backend.ts";
import { brokenBackends } from "./broken-backends.ts";
import { brokenSetup } from "./broken-setup.ts";

/** A backend with nothing broken passes, so what the others fail is their fault. */
const unbroken: BrokenBackend = { law: "", fault: "breaks nothing", over: () => ({}) };

/** Names of the cases of these laws that the backend fails. */
async function failures(backend: BrokenBackend, laws: ReadonlySet<string>): Promise<string[]> {
  const cases = storageCases(brokenSetup(backend)).filter(({ law }) => laws.has(law));
  const outcomes = await Promise.allSettled(cases.map(({ run }) => run()));
  return cases.flatMap(({ name }, at) => (outcomes[at]?.status === "rejected" ? [name] : []));
}

const laws = new Set(storageCases(brokenSetup(unbroken)).map(({ law }) => law));

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
