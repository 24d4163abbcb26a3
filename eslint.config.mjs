import { readFileSync } from "node:fs";
import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { minferenceRules } from "./tooling/lint-rules/minference-rules.mjs";

const folderOrder = JSON.parse(
  readFileSync(new URL("tooling/folder-order.json", import.meta.url), "utf8"),
);

const packages = ["packages/*/{src,test,examples}/**/*.ts"];
const programs = ["apps/*/{src,test}/**/*.ts", "bench/**/*.ts", "tests/**/*.ts"];
const tests = ["**/*.test.ts", "packages/*/test/**/*.ts", "apps/*/test/**/*.ts"];
const typeTests = ["**/*.test-d.ts"];
const migrations = ["packages/storage-typeorm/src/**/migrations/*.ts"];

/** Those of Node that our scripts use; in TypeScript the compiler knows them. */
const nodeGlobals = { console: "readonly", performance: "readonly", URL: "readonly" };

const onlyAppsReadIt = "Only apps read the environment: take the value as an argument.";
const namedExportsOnly = [
  {
    selector: "ExportDefaultDeclaration, ExportSpecifier[exported.name='default']",
    message: "Export by name: one thing has one name everywhere.",
  },
  {
    selector: "ExportAllDeclaration",
    message: "List the names: `export *` makes promises that nobody chose.",
  },
];
const indexOnlyNames = [
  {
    selector: "Program > :not(ExportNamedDeclaration[source], ExportAllDeclaration)",
    message: "An index.ts only lists public names: put this into a file named after it.",
  },
];
const honestTests = [
  {
    selector:
      "MemberExpression[object.name=/^(test|describe)$/][property.name=/^(only|skip|todo)$/]",
    message: "Every test runs, always: a test that is not run proves nothing.",
  },
  {
    selector:
      "CallExpression[callee.name='test'] > .arguments:first-child[value=/\\bshould\\b|^works/]",
    message: "Name the test with a sentence that is true when it is green.",
  },
];

export default defineConfig(
  { ignores: ["**/dist/", "**/.doc-examples/", "**/__fixtures__/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.mjs"],
    extends: [js.configs.recommended],
    languageOptions: { globals: nodeGlobals },
  },
  {
    files: [...packages, ...programs],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    plugins: { minference: minferenceRules },
    languageOptions: {
      parserOptions: { project: ["./tsconfig.check.json"], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "minference/allowed-imports": "error",
      "minference/checked-types": "error",
      "minference/declared-imports": "error",
      "minference/file-name": "error",
      "minference/folder-order": ["error", folderOrder],
      "minference/inner-imports": "error",
      // minference/checked-types says the same, and knows the files at a boundary
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      // an async function without await turns a throw into a rejection, as contracts promise
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // what was caught, or rejected with, is thrown again as it is
      "@typescript-eslint/only-throw-error": [
        "error",
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      // the type of an entity is computed from its shape, not taken from its constructor
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/max-params": ["error", { max: 3 }],
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", 60],
      "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx"], location: "anywhere" }],
      "no-restricted-syntax": ["error", ...namedExportsOnly],
    },
  },
  {
    files: ["packages/*/src/**/*.ts"],
    rules: { "no-console": "error" },
  },
  {
    files: packages,
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: onlyAppsReadIt },
      ],
      "no-restricted-imports": [
        "error",
        { name: "node:process", importNames: ["env"], message: onlyAppsReadIt },
      ],
    },
  },
  {
    files: ["packages/*/src/**/index.ts"],
    rules: { "no-restricted-syntax": ["error", ...namedExportsOnly, ...indexOnlyNames] },
  },
  {
    files: tests,
    rules: {
      // tests hand over what no type allows, and matchers such as expect.any are any
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/unbound-method": "off",
      "max-lines": "off",
      "max-lines-per-function": "off",
      "no-restricted-syntax": ["error", ...namedExportsOnly, ...honestTests],
    },
  },
  {
    files: typeTests,
    rules: {
      "@typescript-eslint/no-unused-vars": "off",
      "@typescript-eslint/no-unused-expressions": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
    },
  },
  { files: migrations, rules: { "max-lines": "off", "max-lines-per-function": "off" } },
);
