import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { workspaceFolders } from "../workspace-folders.mjs";
import { docstringBlocks } from "./docstring-blocks.mjs";
import { markdownBlocks } from "./markdown-blocks.mjs";

/**
 * One TypeScript block of a README, a guide or a docstring.
 *
 * @typedef {object} Example
 * @property {string} file where it stands, relative to the root
 * @property {number} line of its first line of code, counted from 1
 * @property {string} code
 * @property {string} home workspace folder whose dependencies it may import
 */

/**
 * Every example of the workspace. A package's README and docstrings may import what that package declares;
 * the root README and the guides may import everything, as tooling does.
 *
 * @param {string} root
 * @returns {Example[]}
 */
export function findExamples(root) {
  const folders = workspaceFolders(root);
  const texts = [
    { home: "tooling", files: ["README.md", ...filesBelow(root, "docs/guides", ".md")] },
    ...folders.map((home) => ({
      home,
      files: [`${home}/README.md`, ...filesBelow(root, `${home}/src`, ".ts")],
    })),
  ];
  return texts.flatMap(({ home, files }) =>
    files
      .filter((file) => existsSync(path.join(root, file)))
      .flatMap((file) => examplesOf(root, file).map((block) => ({ file, home, ...block }))),
  );
}

/**
 * @param {string} root
 * @param {string} file
 */
function examplesOf(root, file) {
  const text = readFileSync(path.join(root, file), "utf8");
  return file.endsWith(".md") ? markdownBlocks(text) : docstringBlocks(text);
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {string} extension
 */
function filesBelow(root, folder, extension) {
  const absolute = path.join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(extension))
    .map((file) => `${folder}/${file.split(path.sep).join("/")}`)
    .sort();
}
