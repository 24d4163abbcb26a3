import path from "node:path";
import { describe, test } from "@jest/globals";
import { RuleTester } from "eslint";
import tseslint from "typescript-eslint";

const root = path.resolve(import.meta.dirname, "../..");

RuleTester.describe = describe;
RuleTester.it = test;

/** Runs eslint rules on TypeScript, each case being one test of its `name`. */
export const ruleTester = new RuleTester({
  languageOptions: { parser: /** @type {any} */ (tseslint.parser) },
});

/**
 * Absolute path of a file of this repository, which need not exist.
 *
 * @param {string} file
 */
export function inRepository(file) {
  return path.join(root, file);
}
