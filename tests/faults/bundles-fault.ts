import { backends } from "../backends.ts";
import { checkTransfers } from "../bundles/check-transfers.ts";
import { exporterKills } from "../bundles/exporter-kills.ts";
import { sizes } from "../sizes.ts";
import type { Fault } from "./fault.ts";

const { transfers, exporterKills: kills } = sizes;

/** R:E8 and C27: exports that are killed, and random lineages from each backend to each. */
export const bundlesFault: Fault = {
  name: "bundles",
  sizes: { transfers: transfers.full, kills: kills.full },
  run: async () => {
    for (const from of backends) {
      for (const to of backends) await checkTransfers({ from, to }, transfers.full);
    }
    const lineages = transfers.full * backends.length ** 2;
    return { lineages, kills: kills.full, killsWhileWriting: await exporterKills(kills.full) };
  },
};
