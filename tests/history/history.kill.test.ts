import { expect, jest, test } from "@jest/globals";
import { sizes } from "../sizes.ts";
import { proveHistory } from "./prove-history.ts";

jest.setTimeout(120_000);

const { processes } = sizes.history.gate;
const appends = sizes.history.gate.appends / 4;

test.each(["head", "branch"] as const)(
  "processes that append, half of them killed over and over, leave a sound history; demand: %s (D60, R:S1, R:S18)",
  async (demand) => {
    const plan = {
      processes,
      appends,
      demand,
      kills: "half of them",
      random: Math.random,
    } as const;
    const { acknowledged, kills } = await proveHistory(plan);
    expect(acknowledged).toBe(processes * appends);
    expect(kills).toBeGreaterThan(0);
  },
);
