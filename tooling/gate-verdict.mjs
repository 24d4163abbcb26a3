/**
 * What `jest --json` writes, as far as the gate reads it.
 *
 * @typedef {object} JestReport
 * @property {boolean} success
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numRuntimeErrorTestSuites files that could not even be loaded
 *
 * @typedef {object} GateRun
 * @property {JestReport | null} report null when jest left none
 * @property {number} testsExitCode of `npm test`
 * @property {number} verifyExitCode of `npm run verify`
 *
 * @typedef {object} GateVerdict
 * @property {number} passed
 * @property {number} failed
 * @property {boolean} ok
 * @property {string[]} problems one line each, saying what to do
 */

/**
 * Counts and verdict of one run of the gate. A file that does not load is a failed test; so is a run
 * without a report, without a test, or that failed although no test did (a build, a slow file).
 *
 * @param {GateRun} run
 * @returns {GateVerdict}
 */
export function gateVerdict(run) {
  const tests = testVerdict(run);
  const isVerified = run.verifyExitCode === 0;
  return {
    passed: tests.passed,
    failed: tests.failed,
    ok: tests.failed === 0 && isVerified,
    problems: [
      ...tests.problems,
      ...(isVerified
        ? []
        : ["npm run verify failed: its summary above says which step and what to do."]),
    ],
  };
}

/** @param {GateRun} run */
function testVerdict({ report, testsExitCode }) {
  if (report === null) {
    return {
      passed: 0,
      failed: 1,
      problems: [
        "npm test left no report: the install, the build or jest's start failed, see above.",
      ],
    };
  }
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  if (failed > 0) return { passed, failed, problems: [] };
  if (passed === 0) return { passed, failed: 1, problems: ["No test ran."] };
  if (report.success && testsExitCode === 0) return { passed, failed, problems: [] };
  return {
    passed,
    failed: 1,
    problems: [
      "npm test failed although each test passed: a slow test file or an error in jest, see above.",
    ],
  };
}
