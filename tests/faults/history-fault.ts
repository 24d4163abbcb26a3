import { randomInt } from "node:crypto";
import { proveHistory } from "../history/prove-history.ts";
import { seededRandom } from "../seeded-random.ts";
import { sizes } from "../sizes.ts";
import type { Fault } from "./fault.ts";

const { processes, appends } = sizes.history.full;
const seed = randomInt(2 ** 31);

/** A2, S16 to S18: processes that append to shared heads, half of them killed, and the proof that nothing is lost. */
export const historyFault: Fault = {
  name: "history",
  sizes: { processes, appends, seed },
  run: async () => {
    const random = seededRandom(seed);
    const common = { processes, appends, kills: "half of them", random } as const;
    const heads = await proveHistory({ ...common, demand: "head" });
    const branches = await proveHistory({ ...common, demand: "branch" });
    return {
      acknowledged: heads.acknowledged + branches.acknowledged,
      refused: heads.refused + branches.refused,
      unknown: heads.unknown + branches.unknown,
      branches: branches.branches,
      kills: heads.kills + branches.kills,
    };
  },
};
