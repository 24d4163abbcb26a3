import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Folder of a workspace package that holds its examples while they are checked. */
const folderName = ".doc-examples";

/**
 * @typedef {object} WrittenExample
 * @property {import("./find-examples.mjs").Example} example
 * @property {string} source absolute path of the TypeScript file
 * @property {string} program absolute path of the JavaScript that the compiler puts beside it
 */

/**
 * Writes each example into the package whose dependencies it may import, so that names resolve exactly as
 * for that package. Empty lines in front keep the line numbers of the document.
 *
 * @param {string} root
 * @param {readonly import("./find-examples.mjs").Example[]} examples
 * @returns {WrittenExample[]}
 */
export function writeExamples(root, examples) {
  removeExamples(root, examples);
  return examples.map((example) => {
    const folder = path.join(root, example.home, folderName);
    const name = path.relative(example.home, example.file).replace(/[^A-Za-z0-9]+/g, "-");
    const stem = path.join(folder, `${name}-${example.line}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, ".gitignore"), "*\n");
    writeFileSync(`${stem}.ts`, `${"\n".repeat(example.line - 1)}${example.code}\nexport {};\n`);
    return { example, source: `${stem}.ts`, program: `${stem}.js` };
  });
}

/**
 * @param {string} root
 * @param {readonly import("./find-examples.mjs").Example[]} examples
 */
export function removeExamples(root, examples) {
  for (const home of new Set(examples.map((example) => example.home))) {
    rmSync(path.join(root, home, folderName), { recursive: true, force: true });
  }
}
