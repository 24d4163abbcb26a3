import { storageCases, type StorageSetup } from "@minference/storage/conformance";
import type { Backend } from "../backends.ts";

/** What the suite came to on one backend. */
export interface SuiteResult {
  readonly cases: number;
  readonly passed: number;
  /** Names of the cases that it fails. */
  readonly failed: readonly string[];
}

/** Cases that run at a time: each has a place of its own. */
const atOnce = 8;

/** Runs every case of the suite on a backend, or those of one law. */
export async function runCases(setup: StorageSetup, law: string | null): Promise<SuiteResult> {
  const cases = storageCases(setup).filter((each) => law === null || each.law === law);
  const waiting = [...cases];
  const failed: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { name } = next;
      await next.run().catch(() => failed.push(name));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { cases: cases.length, passed: cases.length - failed.length, failed };
}

/** The places of a shared backend, as the suite asks for them. */
export function setupOf(backend: Backend): StorageSetup {
  return async () => {
    const place = await backend.place();
    return { open: () => place.open(), destroy: () => place.remove() };
  };
}
