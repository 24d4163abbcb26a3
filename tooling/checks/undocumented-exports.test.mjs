import { expect, test } from "@jest/globals";
import ts from "typescript";
import { undocumentedExports } from "./undocumented-exports.mjs";

/**
 * @param {Record<string, string>} files text by name
 * @returns {string[]} what is undocumented, as "file:line name"
 */
function undocumentedIn(files) {
  const options = { module: ts.ModuleKind.NodeNext, noLib: true, allowImportingTsExtensions: true };
  const host = ts.createCompilerHost(options);
  host.getSourceFile = (name, target) => {
    const text = files[name.replace(/^.*\//, "")];
    return text === undefined ? undefined : ts.createSourceFile(name, text, target);
  };
  host.fileExists = (name) => Object.hasOwn(files, name.replace(/^.*\//, ""));
  host.directoryExists = () => true;
  const program = ts.createProgram(
    Object.keys(files).map((name) => `/src/${name}`),
    options,
    host,
  );
  return undocumentedExports(program, () => true).map(
    ({ file, line, name }) => `${file.replace(/^.*\//, "")}:${line} ${name}`,
  );
}

test("an exported name needs a docstring, whatever it is", () => {
  const source =
    "export const a = 1;\nexport type B = 1;\nexport class C {}\nexport interface D {}";
  expect(undocumentedIn({ "a.ts": source })).toEqual([
    "a.ts:1 a",
    "a.ts:2 B",
    "a.ts:3 C",
    "a.ts:4 D",
  ]);
});

test("an empty docstring and a plain comment are none", () => {
  expect(
    undocumentedIn({ "a.ts": "/** */\nexport const a = 1;\n// b\nexport const b = 1;" }),
  ).toEqual(["a.ts:2 a", "a.ts:4 b"]);
});

test("one docstring is enough for all overloads", () => {
  const source =
    "/** Doubles. */\nexport function a(x: 1): 1;\nexport function a(x: 2): 2;\nexport function a(x: 1 | 2): 1 | 2 { return x; }";
  expect(undocumentedIn({ "a.ts": source })).toEqual([]);
});

test("a name that an index passes on is followed to its declaration", () => {
  const files = {
    "index.ts": 'export { a as z } from "./a.ts";\nexport type { B } from "./a.ts";',
    "a.ts": "const a = 1;\nexport { a };\n/** A one. */\nexport type B = 1;",
  };
  expect(undocumentedIn(files)).toEqual(["a.ts:1 a"]);
});
