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

/** Numbers from 0 to below 1 (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
