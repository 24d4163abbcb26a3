import { seededRandom } from "../seeded-random.ts";
import { killTrial, type KillTrial } from "./kill-trial.ts";

/** Kills on one database at most. */
const killsPerTrial = 8;

/** Trials with `kills` kills in all. The moments follow from the seed, as far as the machine's speed lets them. */
export async function demoKills(kills: number, seed: number): Promise<readonly KillTrial[]> {
  const random = seededRandom(seed);
  const trials: KillTrial[] = [];
  for (let left = kills; left > 0;) {
    const trial = await killTrial(Math.min(left, killsPerTrial), random);
    trials.push(trial);
    left -= trial.kills;
  }
  return trials;
}
