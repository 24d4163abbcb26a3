import path from "node:path";
import { filePlace, isTestFile } from "./file-place.mjs";
import { onImport } from "./on-import.mjs";

/**
 * Relative imports stay inside their package and name the file, never an index.ts or a test.
 *
 * @type {import("eslint").Rule.RuleModule}
 */
export const innerImports = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      index:
        "Import the file that declares the name, or in a test the package by its own name: an index.ts only lists.",
      outside: "Import the other package by its name: a path into it breaks once it is published.",
      test: "Move what is shared into a file without .test in its name: a test file runs when imported.",
    },
  },
  create(context) {
    const place = filePlace(context.filename, context.cwd);
    return onImport((node, specifier) => {
      if (!specifier.startsWith(".")) return;
      const target = path.resolve(path.dirname(context.filename), specifier);
      const messageId = problem(target, place);
      if (messageId !== null) context.report({ node, messageId });
    });
  },
};

/**
 * @param {string} target
 * @param {import("./file-place.mjs").FilePlace | null} place
 */
function problem(target, place) {
  if (place !== null && !target.startsWith(place.packageFolder + path.sep)) return "outside";
  if (path.basename(target) === "index.ts") return "index";
  return isTestFile(target) ? "test" : null;
}
