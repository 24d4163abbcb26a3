import { test } from "@jest/globals";
import { backends } from "../backends.ts";
import { sizes } from "../sizes.ts";
import { checkVersioning } from "./check-versioning.ts";

test.each(backends)(
  "any edits of shared and cyclic graphs make the versions of the model, with rivals, registers in flight, refused and unknown commits, on $name (V15, V16, V17, V18, V21, V22, V24, V25, V26, V39)",
  async (backend) => {
    const { memory, files } = sizes.model.gate;
    await checkVersioning(backend, backend.name === "memory" ? memory : files);
  },
);
