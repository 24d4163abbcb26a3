import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/**
 * Folders of the workspace packages, relative to `root`, such as "packages/ecs": the ones that
 * pnpm-workspace.yaml names and that hold a package.json.
 *
 * @param {string} root
 */
export function workspaceFolders(root) {
  const below = (/** @type {string} */ parent) => {
    const entries = readdirSync(path.join(root, parent), { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${parent}/${name}`);
  };
  const folders = [...below("packages"), ...below("apps"), "bench", "tests", "tooling"];
  return folders.filter((folder) => existsSync(path.join(root, folder, "package.json"))).sort();
}
