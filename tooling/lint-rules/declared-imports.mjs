import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { filePlace } from "./file-place.mjs";
import { onImport } from "./on-import.mjs";

/**
 * What a source file of a package imports, the package declares: dependencies and peers in sources,
 * devDependencies too in tests. Modules of Node are named with `node:`.
 *
 * @type {import("eslint").Rule.RuleModule}
 */
export const declaredImports = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      undeclared:
        "{{target}} is not among the {{fields}} of this package.json: users who install it would not have it.",
      builtin: 'Write "node:{{target}}": so it can be no package of that name.',
    },
  },
  create(context) {
    const place = filePlace(context.filename, context.cwd);
    if (place === null) return {};
    const fields = ["dependencies", "peerDependencies"];
    if (place.isTest) fields.push("devDependencies");
    const declared = declaredNames(place.packageFolder, fields);
    return onImport((node, specifier) => {
      const target = packageName(specifier);
      if (target === null || specifier.startsWith("node:")) return;
      if (isBuiltin(specifier)) context.report({ node, messageId: "builtin", data: { target } });
      else if (!declared.has(target) && target !== `@minference/${place.packageName}`) {
        const data = { target, fields: fields.join(", ") };
        context.report({ node, messageId: "undeclared", data });
      }
    });
  },
};

/**
 * @param {string} folder
 * @param {readonly string[]} fields
 */
function declaredNames(folder, fields) {
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return new Set(fields.flatMap((field) => Object.keys(manifest[field] ?? {})));
}

/**
 * @param {string} specifier
 * @returns {string | null} null for a path
 */
function packageName(specifier) {
  if (specifier.startsWith(".") || path.isAbsolute(specifier)) return null;
  const [scope = "", name = ""] = specifier.split("/");
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
}
