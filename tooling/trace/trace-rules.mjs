import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { workspaceFolders } from "../workspace-folders.mjs";
import { compareRules, rulesIn } from "./rule-ids.mjs";
import { testNames } from "./test-names.mjs";

/**
 * @typedef {object} CitingTest
 * @property {string} file relative to the root, with slashes
 * @property {string} name
 */

/**
 * Every rule that the name of a test cites, with these tests. The files are read, nothing is run.
 *
 * @param {string} root
 * @returns {Map<string, CitingTest[]>} by rule, in the order of `compareRules`
 */
export function traceRules(root) {
  /** @type {Map<string, CitingTest[]>} */
  const found = new Map();
  for (const file of workspaceFolders(root).flatMap((folder) => testFiles(root, folder))) {
    for (const name of testNames(file, readFileSync(path.join(root, file), "utf8"))) {
      for (const rule of new Set(rulesIn(name))) {
        found.set(rule, [...(found.get(rule) ?? []), { file, name }]);
      }
    }
  }
  return new Map([...found].sort(([left], [right]) => compareRules(left, right)));
}

/**
 * The rules that must each have a test: `tooling/rules-in-force.json`, its ranges written out.
 *
 * @param {string} root
 * @returns {string[]}
 */
export function rulesInForce(root) {
  /** @type {string[]} */
  const ranges = JSON.parse(readFileSync(path.join(root, "tooling/rules-in-force.json"), "utf8"));
  return ranges.flatMap((range) => rulesIn(`(${range})`)).sort(compareRules);
}

/**
 * Tests, type tests, and the cases of the conformance suite.
 *
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function testFiles(root, folder) {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return isGenerated(entry.name) ? [] : testFiles(root, file);
    return isTestFile(file) ? [file] : [];
  });
}

/** @param {string} name */
function isGenerated(name) {
  return ["node_modules", "dist", "__fixtures__"].includes(name);
}

/** @param {string} file */
function isTestFile(file) {
  return /\.(test|test-d)\.(ts|mjs)$/.test(file) || /\/src\/conformance\/.*\.ts$/.test(file);
}
