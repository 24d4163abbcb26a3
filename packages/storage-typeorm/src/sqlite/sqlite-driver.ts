// boundary: the driver is an optional peer, loaded when it is first needed
import { createRequire } from "node:module";
import { DriverError } from "../errors/driver-error.ts";
import type { SqliteDriver } from "./sqlite-handle.ts";

/** The oldest SQLite without the WAL-reset bug, which could corrupt a file with two writers. */
const oldestSqlite = [3, 51, 3] as const;

/** better-sqlite3 13 is an addon that crashes the process where Node-API is older than this (its issue 1514). */
const nodeApiOf13 = 10;

const require = createRequire(import.meta.url);

/**
 * better-sqlite3 as it is installed.
 *
 * @throws {DriverError} it is missing, does not load, or its version crashes on this Node.
 */
export async function loadDriver(): Promise<SqliteDriver> {
  const nodeApi = Number(process.versions.napi);
  checkDriverVersion(installedVersion(), nodeApi);
  try {
    const loaded = await import("better-sqlite3");
    // the class that the package is, with more in its types than we need
    return loaded.default;
  } catch (cause) {
    throw new DriverError({
      problem: "better-sqlite3 is installed but does not load on this Node",
      remedy: `Install it again with this Node: npm install ${rightVersion(nodeApi)}`,
      cause,
    });
  }
}

/**
 * Lets a version of better-sqlite3 pass that runs on a Node with this Node-API; null: none is installed.
 *
 * @throws {DriverError} naming the command that installs the right one.
 */
export function checkDriverVersion(version: string | null, nodeApi: number): void {
  if (version === null) {
    throw new DriverError({
      problem: "The SQLite driver better-sqlite3 is not installed",
      remedy: `Install it: npm install ${rightVersion(nodeApi)}`,
    });
  }
  if (Number(version.split(".")[0]) < 13 || nodeApi >= nodeApiOf13) return;
  throw new DriverError({
    problem: `better-sqlite3 ${version} crashes on this Node, whose Node-API is version ${nodeApi}`,
    remedy: `Install the one for it: npm install ${rightVersion(nodeApi)}`,
  });
}

/**
 * Lets a SQLite pass that two processes can write to.
 *
 * @throws {DriverError} it is older than 3.51.3.
 */
export function checkSqliteVersion(version: string): void {
  const parts = version.split(".").map(Number);
  for (const [index, oldest] of oldestSqlite.entries()) {
    const part = parts[index] ?? 0;
    if (part > oldest) return;
    if (part < oldest) {
      throw new DriverError({
        problem: `The driver has SQLite ${version}; before ${oldestSqlite.join(".")} two writers could corrupt a file`,
        remedy: `Use a newer driver: npm install ${rightVersion(Number(process.versions.napi))}`,
      });
    }
  }
}

function rightVersion(nodeApi: number): string {
  return nodeApi >= nodeApiOf13 ? "better-sqlite3@13" : "better-sqlite3@12";
}

function installedVersion(): string | null {
  try {
    const content: unknown = require("better-sqlite3/package.json");
    return typeof content === "object" && content !== null && "version" in content
      ? String(content.version)
      : null;
  } catch (error) {
    if (isModuleMissing(error)) return null;
    throw error;
  }
}

function isModuleMissing(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    error.code === "MODULE_NOT_FOUND"
  );
}
