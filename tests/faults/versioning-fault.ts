import { backends, type Backend } from "../backends.ts";
import { checkVersioning } from "../model/check-versioning.ts";
import { sizes } from "../sizes.ts";
import { checkPrunes } from "../upkeep/check-prunes.ts";
import { checkForks } from "../versioning/check-forks.ts";
import type { Fault } from "./fault.ts";

const { model, graphs, prunes } = sizes;

/** V15 to V26, V39 and V41: random histories, graphs and prunes, refused and unknown commits among them. */
export const versioningFault: Fault = {
  name: "versioning",
  sizes: { model: { ...model.full }, graphs: { ...graphs.full }, prunes: { ...prunes.full } },
  run: async () => {
    for (const backend of backends) {
      await checkVersioning(backend, triesOn(backend, model.full));
      await checkForks(backend, triesOn(backend, graphs.full));
      await checkPrunes(backend, triesOn(backend, prunes.full));
    }
    const total = (tries: Tries): number =>
      backends.reduce((sum, backend) => sum + triesOn(backend, tries), 0);
    return {
      backends: backends.length,
      histories: total(model.full),
      graphs: 2 * total(graphs.full),
      prunes: total(prunes.full),
    };
  },
};

type Tries = typeof model.full;

function triesOn(backend: Backend, { memory, files }: Tries): number {
  return backend.name === "memory" ? memory : files;
}
