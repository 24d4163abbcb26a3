import { backends } from "../backends.ts";
import { checkVersioning } from "../model/check-versioning.ts";
import { sizes } from "../sizes.ts";
import type { Fault } from "./fault.ts";

const { memory, files } = sizes.model.full;

/** V15 to V24: random histories, refused and unknown commits among them, against a plain model. */
export const versioningFault: Fault = {
  name: "versioning",
  sizes: { memory, files },
  run: async () => {
    for (const backend of backends) {
      await checkVersioning(backend, backend.name === "memory" ? memory : files);
    }
    return { backends: backends.length, histories: memory + files * (backends.length - 1) };
  },
};
