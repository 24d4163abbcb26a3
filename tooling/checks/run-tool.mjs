import { spawnSync } from "node:child_process";
import path from "node:path";
import process from "node:process";

/**
 * Runs a tool of ours from node_modules, its output passed through.
 *
 * @param {string} root
 * @param {string} script path below node_modules, such as "typescript/bin/tsc"
 * @param {readonly string[]} args
 * @returns {boolean} true when it ended with 0
 */
export function runTool(root, script, args) {
  const file = path.join(root, "node_modules", script);
  const { status, error } = spawnSync(process.execPath, [file, ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (error) console.log(`${script} could not be started: ${error.message}`);
  return status === 0;
}
