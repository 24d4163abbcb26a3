import { expect, jest, test } from "@jest/globals";
import { randomInt } from "node:crypto";
import { sizes } from "../sizes.ts";
import { demoKills } from "./demo-kills.ts";

jest.setTimeout(180_000);

const kills = sizes.demoKills.gate;
const seed = randomInt(2 ** 31);

test(`the demo, killed at ${kills} random moments and started again, asks no committed turn again and ends complete (O11, seed ${seed})`, async () => {
  const trials = await demoKills(kills, seed);
  expect(trials.reduce((sum, trial) => sum + trial.kills, 0)).toBe(kills);
});
