// boundary: the driver is an optional peer, loaded when it is first needed
import { createRequire } from "node:module";
import { DriverError } from "../errors/driver-error.ts";
import type { SqliteDriver } from "./sqlite-handle.ts";

/** The oldest SQLite without the WAL-reset bug, which could corrupt a file with two writers. */
const oldestSqlite = [3, 51, 3] as const;

const require = createRequire(import.meta.url);

/**
 * better-sqlite3 as it is installed.
 *
 * @throws {DriverError} it is missing, or its version crashes on this Node.
 */
export async function loadDriver(): Promise<SqliteDriver> {
  checkInstalled();
  try {
    // its types lack nothing of the shape; the default export of the CommonJS package is the class
    const loaded = (await import("better-sqlite3")) as { readonly default: SqliteDriver };
    return loaded.default;
  } catch (cause) {
    throw new DriverError({
      problem: "better-sqlite3 is installed but does not load on this Node",
      remedy: `Install it again with this Node: npm install ${rightVersion()}`,
      cause,
    });
  }
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
        remedy: `Use a newer driver: npm install ${rightVersion()}`,
      });
    }
  }
}

/** better-sqlite3 13 is a Node-API addon that segfaults where Node-API is older than 10, so it is not loaded there. */
function checkInstalled(): void {
  const version = installedVersion();
  if (version === null) {
    throw new DriverError({
      problem: "The SQLite driver better-sqlite3 is not installed",
      remedy: `Install it: npm install ${rightVersion()}`,
    });
  }
  if (Number(version.split(".")[0]) >= 13 && !hasNodeApi10()) {
    throw new DriverError({
      problem: `better-sqlite3 ${version} crashes on Node ${process.versions.node}`,
      remedy: `Install the version for it: npm install ${rightVersion()}`,
    });
  }
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

function hasNodeApi10(): boolean {
  return Number(process.versions.napi) >= 10;
}

function rightVersion(): string {
  return hasNodeApi10() ? "better-sqlite3@13" : "better-sqlite3@12";
}
