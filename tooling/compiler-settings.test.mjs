import { expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { workspaceFolders } from "./workspace-folders.mjs";

const root = path.resolve(import.meta.dirname, "..");

/** What keeps parameters, optional values and overridden methods from being declared in two ways. */
const strictness = {
  strict: true,
  noImplicitOverride: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noFallthroughCasesInSwitch: true,
  erasableSyntaxOnly: true,
};

/** @param {string} file relative to the root */
function optionsOf(file) {
  const { config } = ts.readConfigFile(path.join(root, file), (name) => readFileSync(name, "utf8"));
  return ts.parseJsonConfigFileContent(config, ts.sys, path.join(root, path.dirname(file))).options;
}

const configs = [
  "tsconfig.check.json",
  ...workspaceFolders(root).map((folder) => `${folder}/tsconfig.json`),
];

test.each(configs)("%s compiles as strictly as all others (D34)", (file) => {
  expect(optionsOf(file)).toMatchObject(strictness);
});
