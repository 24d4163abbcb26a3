import path from "node:path";

const catchAlls = [
  "utils",
  "util",
  "helpers",
  "helper",
  "common",
  "shared",
  "misc",
  "types",
  "constants",
];
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * A file is named in kebab-case after the one thing that it holds, and so is a folder.
 *
 * @type {import("eslint").Rule.RuleModule}
 */
export const fileName = {
  meta: {
    type: "suggestion",
    schema: [],
    messages: {
      catchAll:
        "{{name}} says nothing of what is inside: name the file after the one thing it exports, beside its only user.",
      kebab: "Name {{name}} in kebab-case after the one thing it exports.",
    },
  },
  create(context) {
    const parts = path.relative(context.cwd, context.filename).split(path.sep);
    const names = [...parts.slice(0, -1), stem(parts.at(-1) ?? "")];
    return {
      Program(node) {
        for (const name of names.filter((part) => !isExempt(part))) {
          if (catchAlls.includes(name))
            context.report({ node, messageId: "catchAll", data: { name } });
          else if (!kebabCase.test(name))
            context.report({ node, messageId: "kebab", data: { name } });
        }
      },
    };
  },
};

/**
 * "find-changed" of "find-changed.property.test.ts".
 *
 * @param {string} file
 */
function stem(file) {
  return file.split(".")[0] ?? file;
}

/** @param {string} name */
function isExempt(name) {
  return name === "__fixtures__";
}
