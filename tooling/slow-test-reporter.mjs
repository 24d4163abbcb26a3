import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { unlistedSlowFiles } from "./unlisted-slow-files.mjs";

/**
 * Jest reporter: fails the run, and names the file, when a test file takes longer than
 * `testFileLimitMs` and `tooling/slow-tests.json` does not say why. The duration of every file is
 * left in `reports/local/test-files.json`, slowest first.
 */
export default class SlowTestReporter {
  /** @type {string} */ #root;
  /** @type {(line: string) => void} */ #print;
  /** @type {Error | undefined} */ #error;

  /**
   * @param {{ rootDir: string }} globalConfig
   * @param {{ print?: (line: string) => void }} [options] `print` is console.error when absent
   */
  constructor(globalConfig, { print = console.error } = {}) {
    this.#root = globalConfig.rootDir;
    this.#print = print;
  }

  /**
   * @param {unknown} _contexts
   * @param {{ testResults: { testFilePath: string, perfStats: { runtime: number } }[] }} results
   */
  onRunComplete(_contexts, results) {
    const files = results.testResults
      .map(({ testFilePath, perfStats }) => ({
        file: path.relative(this.#root, testFilePath).split(path.sep).join("/"),
        durationMs: perfStats.runtime,
      }))
      .sort((a, b) => b.durationMs - a.durationMs);
    this.#write(files);
    const reasons = JSON.parse(
      readFileSync(path.join(this.#root, "tooling/slow-tests.json"), "utf8"),
    );
    const slow = unlistedSlowFiles(files, reasons);
    if (slow.length > 0) this.#error = new Error(slow.join("\n"));
    for (const line of slow) this.#print(line);
  }

  /** Jest fails the run when this answers an error. */
  getLastError() {
    return this.#error;
  }

  /** @param {readonly { file: string, durationMs: number }[]} files */
  #write(files) {
    const folder = path.join(this.#root, "reports/local");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "test-files.json"), `${JSON.stringify(files, null, 2)}\n`);
  }
}
