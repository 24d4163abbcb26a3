import { runTool } from "./run-tool.mjs";

/** All files as prettier writes them. */
export const formatCheck = {
  name: "format",
  remedy: "Run `npx prettier --write` on the files named above.",
  /** @param {string} root */
  run(root) {
    return runTool(root, "prettier/bin/prettier.cjs", [
      "--check",
      "--log-level=warn",
      ".",
      "!pnpm-lock.yaml",
    ]);
  },
};
