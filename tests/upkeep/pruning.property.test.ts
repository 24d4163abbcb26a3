import { test } from "@jest/globals";
import { backends } from "../backends.ts";
import { sizes } from "../sizes.ts";
import { checkPrunes } from "./check-prunes.ts";

test.each(backends)(
  "a prune takes exactly what nothing reaches: no kept version breaks and no named branch goes, on $name (V41, V40a, R:S43)",
  async (backend) => {
    const { memory, files } = sizes.prunes.gate;
    await checkPrunes(backend, backend.name === "memory" ? memory : files);
  },
);
