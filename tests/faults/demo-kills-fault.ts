import { randomInt } from "node:crypto";
import { demoKills } from "../demo/demo-kills.ts";
import { sizes } from "../sizes.ts";
import type { Fault } from "./fault.ts";

const seed = randomInt(2 ** 31);

/** O11: the demo killed at random moments, and started again until it is done. */
export const demoKillsFault: Fault = {
  name: "demo-kills",
  sizes: { kills: sizes.demoKills.full, seed },
  run: async () => {
    const trials = await demoKills(sizes.demoKills.full, seed);
    const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
    return {
      kills: sum(trials.map(({ kills }) => kills)),
      databases: trials.length,
      turns: sum(trials.map(({ turns }) => turns)),
      calls: sum(trials.map(({ calls }) => calls)),
      repeatedCalls: sum(trials.map(({ repeated }) => repeated)),
      mostRepeatedPerKill: Math.max(
        ...trials.map(({ kills, repeated }) => repeated / Math.max(1, kills)),
      ),
      inFlight: trials[0]?.inFlight ?? 0,
    };
  },
};
