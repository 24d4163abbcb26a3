import { runTool } from "./run-tool.mjs";

/** eslint with typescript-eslint's strict rules and our own. */
export const lintCheck = {
  name: "lint",
  remedy:
    "Each line above says what to write instead (why: CONTRIBUTING.md); again: npx eslint PATH",
  /** @param {string} root */
  run(root) {
    return runTool(root, "eslint/bin/eslint.js", ["--max-warnings=0", "."]);
  },
};
