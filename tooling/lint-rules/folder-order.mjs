import path from "node:path";
import { filePlace } from "./file-place.mjs";
import { onImport } from "./on-import.mjs";

/**
 * Inside a package imports run downwards: a folder of src stands on those named before it in
 * `tooling/folder-order.json`, so that no two folders can need each other. Tests look everywhere.
 *
 * @type {import("eslint").Rule.RuleModule}
 */
export const folderOrder = {
  meta: {
    type: "problem",
    schema: [{ type: "object" }],
    messages: {
      upward:
        "{{from}}/ stands below {{to}}/ in tooling/folder-order.json and may not import from it: move the shared part down, or pass it in.",
      unlisted: "Give the folder {{folder}}/ of {{name}} its place in tooling/folder-order.json.",
    },
  },
  create(context) {
    const place = filePlace(context.filename, context.cwd);
    if (place === null || place.folder === null || place.isTest) return {};
    const { folder: from, packageName: name } = place;
    /** @type {readonly string[]} from the lowest folder to the highest */
    const order = context.options[0]?.[name] ?? [];
    return {
      Program(/** @type {any} */ node) {
        if (order.includes(from)) return;
        context.report({ node, messageId: "unlisted", data: { folder: from, name } });
      },
      ...onImport((node, specifier) => {
        if (!specifier.startsWith(".") || !order.includes(from)) return;
        const target = path.resolve(path.dirname(context.filename), specifier);
        const to = filePlace(target, context.cwd)?.folder ?? null;
        if (to === null || order.indexOf(to) <= order.indexOf(from)) return;
        context.report({ node, messageId: "upward", data: { from, to } });
      }),
    };
  },
};
