import { declaredImports } from "./declared-imports.mjs";
import { inRepository, ruleTester } from "./rule-tester.mjs";

const source = inRepository("packages/ecs/src/a.ts");
const testFile = inRepository("packages/ecs/src/a.test.ts");

ruleTester.run("declared-imports", declaredImports, {
  valid: [
    { name: "a dependency", filename: source, code: 'import { z } from "zod/v4";' },
    { name: "a module of Node", filename: source, code: 'import path from "node:path";' },
    { name: "a devDependency in a test", filename: testFile, code: 'import fc from "fast-check";' },
    { name: "a path", filename: source, code: 'import { x } from "./b.ts";' },
  ],
  invalid: [
    {
      name: "a devDependency in a source file",
      filename: source,
      code: 'import fc from "fast-check";',
      errors: [{ messageId: "undeclared" }],
    },
    {
      name: "a package that nobody declared",
      filename: testFile,
      code: 'import { x } from "@other/thing/deep";',
      errors: [{ messageId: "undeclared", data: undeclaredIn("@other/thing") }],
    },
    {
      name: "a module of Node without node:",
      filename: source,
      code: 'import path from "path";',
      errors: [{ messageId: "builtin" }],
    },
  ],
});

/** @param {string} target */
function undeclaredIn(target) {
  return { target, fields: "dependencies, peerDependencies, devDependencies" };
}
