import { runTool } from "./run-tool.mjs";

/** Sources, tests, type tests and our scripts, all type-checked from source: no build is needed. */
export const typesCheck = {
  name: "types",
  remedy: "Repair the types named above; again: node tooling/verify.mjs types",
  /** @param {string} root */
  run(root) {
    const projects = ["tsconfig.check.json", "tooling/tsconfig.json"];
    return projects
      .map((project) => runTool(root, "typescript/bin/tsc", ["-p", project]))
      .every(Boolean);
  },
};
