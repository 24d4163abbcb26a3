import { expect, test } from "@jest/globals";
import { checkDriverVersion, checkSqliteVersion } from "./sqlite-driver.ts";

test("a missing driver is an error that names the command for this Node", () => {
  expect(() => checkDriverVersion(null, 9)).toThrow("npm install better-sqlite3@12");
  expect(() => checkDriverVersion(null, 10)).toThrow("npm install better-sqlite3@13");
});

test("better-sqlite3 13 is not loaded where it would crash", () => {
  expect(() => checkDriverVersion("13.2.0", 9)).toThrow("npm install better-sqlite3@12");
  expect(() => checkDriverVersion("13.2.0", 10)).not.toThrow();
  expect(() => checkDriverVersion("12.11.1", 9)).not.toThrow();
});

test("a SQLite that could corrupt a file with two writers is refused", () => {
  for (const version of ["3.7.0", "3.45.1", "3.51.2", "2.99.9"]) {
    expect(() => checkSqliteVersion(version)).toThrow(version);
  }
  for (const version of ["3.51.3", "3.52.0", "4.0.0"]) {
    expect(() => checkSqliteVersion(version)).not.toThrow();
  }
});
