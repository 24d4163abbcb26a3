import { checkExamples } from "../doc-examples/check-examples.mjs";

/** Every TypeScript block of READMEs, guides and docstrings compiles and runs. */
export const examplesCheck = {
  name: "examples",
  remedy:
    "Repair the blocks named above; a block that is no program bears another language; again: npm run test:docs",
  run: checkExamples,
};
