import { describe, expect, test } from "@jest/globals";
import { gateVerdict } from "./gate-verdict.mjs";

const green = {
  success: true,
  numPassedTests: 12,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
};

/** @param {Partial<import("./gate-verdict.mjs").GateRun>} changes */
const verdictOf = (changes) =>
  gateVerdict({ report: green, testsExitCode: 0, verifyExitCode: 0, ...changes });

describe("the gate", () => {
  test("is green when all tests passed and verify did", () => {
    expect(verdictOf({})).toEqual({ passed: 12, failed: 0, ok: true, problems: [] });
  });

  test("is red without a report", () => {
    expect(verdictOf({ report: null })).toMatchObject({ passed: 0, failed: 1, ok: false });
  });

  test("is red when no test ran, whatever the exit code", () => {
    const report = { ...green, numPassedTests: 0 };
    expect(verdictOf({ report })).toMatchObject({ passed: 0, failed: 1, ok: false });
  });

  test("counts a file that does not load as a failed test", () => {
    const report = { ...green, success: false, numFailedTests: 2, numRuntimeErrorTestSuites: 1 };
    expect(verdictOf({ report, testsExitCode: 1 })).toMatchObject({ failed: 3, ok: false });
  });

  test("is red when npm test failed although each test passed", () => {
    expect(verdictOf({ testsExitCode: 1 })).toMatchObject({ passed: 12, failed: 1, ok: false });
    const report = { ...green, success: false };
    expect(verdictOf({ report })).toMatchObject({ passed: 12, failed: 1, ok: false });
  });

  test("is red when only verify failed, with the counts of the tests as they are", () => {
    expect(verdictOf({ verifyExitCode: 1 })).toMatchObject({ passed: 12, failed: 0, ok: false });
  });
});
