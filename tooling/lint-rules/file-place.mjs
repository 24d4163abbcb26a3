import path from "node:path";
import { packageArrows } from "../package-arrows.mjs";

/**
 * Where a file of a package lies.
 *
 * @typedef {object} FilePlace
 * @property {string} packageName "ecs"
 * @property {string} packageFolder absolute
 * @property {string} entryPoint "ecs", or a subpath that has arrows of its own: "storage-typeorm/threads"
 * @property {string | null} folder first folder below src; null in src itself and outside of it
 * @property {boolean} isInside in src: tests and examples outside of it use the package as others do
 * @property {boolean} isTest tests, type tests, and all of `test/`
 */

/**
 * @param {string} file absolute
 * @param {string} root absolute
 * @returns {FilePlace | null} null for a file that belongs to no package
 */
export function filePlace(file, root) {
  const [parent, packageName, area, ...rest] = path.relative(root, file).split(path.sep);
  if (parent !== "packages" || !packageName || !area) return null;
  const folder = area === "src" && rest.length > 1 ? (rest[0] ?? null) : null;
  const subpath = `${packageName}/${folder}`;
  return {
    packageName,
    packageFolder: path.join(root, parent, packageName),
    entryPoint: Object.hasOwn(packageArrows, subpath) ? subpath : packageName,
    folder,
    isInside: area === "src",
    isTest: area === "test" || isTestFile(file),
  };
}

/** @param {string} file */
export function isTestFile(file) {
  return /\.(test|test-d)\.ts$/.test(file);
}
