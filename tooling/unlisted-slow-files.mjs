/** Longest that a test file may take without a reason in `tooling/slow-tests.json`. */
export const testFileLimitMs = 20_000;

/**
 * One line for each test file that is over the limit and has no reason, saying what to do.
 *
 * @param {readonly { file: string, durationMs: number }[]} files
 * @param {Readonly<Record<string, string>>} reasons path of a file to why it may take longer
 * @returns {string[]}
 */
export function unlistedSlowFiles(files, reasons) {
  return files
    .filter(({ file, durationMs }) => durationMs > testFileLimitMs && !hasReason(reasons, file))
    .map(
      ({ file, durationMs }) =>
        `${file} took ${(durationMs / 1000).toFixed(1)} s, the limit is ${testFileLimitMs / 1000} s. ` +
        `Make it smaller (tests/sizes.ts), split it, or name it with the reason in tooling/slow-tests.json.`,
    );
}

/**
 * @param {Readonly<Record<string, string>>} reasons
 * @param {string} file
 */
function hasReason(reasons, file) {
  return Object.hasOwn(reasons, file) && (reasons[file] ?? "").trim() !== "";
}
