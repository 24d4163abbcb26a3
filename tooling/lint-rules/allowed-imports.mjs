import { refusedArrow } from "../package-arrows.mjs";
import { filePlace } from "./file-place.mjs";
import { onImport } from "./on-import.mjs";

const scope = "@minference/";

/**
 * Imports between packages follow `tooling/package-arrows.mjs`, subpaths included, and name the package,
 * never a path into it.
 *
 * @type {import("eslint").Rule.RuleModule}
 */
export const allowedImports = {
  meta: { type: "problem", schema: [], messages: { refused: "{{reason}}" } },
  create(context) {
    const place = filePlace(context.filename, context.cwd);
    if (place === null) return {};
    return onImport((node, specifier) => {
      const reason = refusal(place, specifier);
      if (reason !== null) context.report({ node, messageId: "refused", data: { reason } });
    });
  },
};

/**
 * @param {import("./file-place.mjs").FilePlace} place
 * @param {string} specifier
 */
function refusal(place, specifier) {
  if (!specifier.startsWith(scope)) return null;
  const target = specifier.slice(scope.length);
  if (target.split("/")[0] === place.packageName) {
    return place.isInside && !place.isTest
      ? "Inside a package import the file with its relative path."
      : null;
  }
  return refusedArrow(place, target);
}
