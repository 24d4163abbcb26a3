import { expect, jest, test } from "@jest/globals";
import { exporterKills } from "./bundles/exporter-kills.ts";
import { sizes } from "./sizes.ts";

// a process of its own starts slowly where many share a machine
jest.setTimeout(120_000);

const kills = sizes.exporterKills.gate;

test(`an exporter killed at ${kills} random moments leaves a whole file each time (R:E8)`, async () => {
  // no kill in the middle of writing would have shown nothing
  expect(await exporterKills(kills)).toBeGreaterThan(0);
});
