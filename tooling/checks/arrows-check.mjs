import { readFileSync } from "node:fs";
import path from "node:path";
import { allowedDependencies } from "../package-arrows.mjs";
import { workspaceFolders } from "../workspace-folders.mjs";

const scope = "@minference/";

/** No package.json declares a package that the arrows do not lead to. */
export const arrowsCheck = {
  name: "arrows",
  remedy:
    "Take the dependency out of the package.json: the arrows are in tooling/package-arrows.mjs.",
  /** @param {string} root */
  run(root) {
    const packages = workspaceFolders(root).filter((folder) => folder.startsWith("packages/"));
    const problems = packages.flatMap((folder) => {
      const manifest = JSON.parse(readFileSync(path.join(root, folder, "package.json"), "utf8"));
      return refusedDependencies(manifest).map((problem) => `${folder}/package.json: ${problem}`);
    });
    for (const problem of problems) console.log(problem);
    return problems.length === 0;
  },
};

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, string>} [devDependencies]
 */

/**
 * One line for each dependency of a package that no arrow leads to.
 *
 * @param {Manifest} manifest
 * @returns {string[]}
 */
export function refusedDependencies(manifest) {
  const { runtime, development } = allowedDependencies(manifest.name.slice(scope.length));
  const refused = (
    /** @type {"dependencies" | "peerDependencies" | "devDependencies"} */ field,
    /** @type {readonly string[]} */ allowed,
  ) =>
    Object.keys(manifest[field] ?? {})
      .filter((name) => name.startsWith(scope) && !allowed.includes(name.slice(scope.length)))
      .map((name) => `${field} may not hold ${name}, only ${allowed.join(", ") || "none of ours"}`);
  return [
    ...refused("dependencies", runtime),
    ...refused("peerDependencies", runtime),
    ...refused("devDependencies", development),
  ];
}
