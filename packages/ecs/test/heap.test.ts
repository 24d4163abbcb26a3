import { beforeAll, expect, test } from "@jest/globals";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";

const heap = z.object({ before: z.number(), after: z.number() });
const measured = z.object({ owners: z.number(), constructed: heap, loaded: heap });
let left: z.infer<typeof measured>;

/** Bytes of a dead link that nobody took away: a WeakRef and its place in a set. */
const deadLink = 56;

beforeAll(async () => {
  const program = fileURLToPath(new URL("programs/dropped-owners.ts", import.meta.url));
  const hooks = new URL("support/typescript.mjs", import.meta.url).href;
  const flags = ["--expose-gc", "--conditions=minference-source", "--import", hooks];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, program]);
  left = measured.parse(JSON.parse(stdout));
}, 120_000);

test("20,000 constructed and dropped owners of one shared prompt leave nothing in the heap (V5)", () => {
  expect(left.constructed.after).toBeLessThanOrEqual(1.05 * left.constructed.before);
  expect(leftOfEach(left.constructed)).toBeLessThan(deadLink / 2);
});

test("20,000 loaded and dropped owners of one shared prompt leave nothing in the heap (V5)", () => {
  expect(left.loaded.after).toBeLessThanOrEqual(1.05 * left.loaded.before);
  expect(leftOfEach(left.loaded)).toBeLessThan(deadLink / 2);
});

function leftOfEach({ before, after }: z.infer<typeof heap>): number {
  return (after - before) / left.owners;
}
