/**
 * Installs with the pnpm that package.json pins, then runs the turbo tasks named on the command line:
 * `node tooling/bootstrap.mjs build`. Needs Node with npm, and nothing else on the machine but a compiler.
 *
 * All that it prints goes to stderr: stdout belongs to the program that runs after it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { installFingerprint } from "./install-fingerprint.mjs";

const root = path.resolve(import.meta.dirname, "..");
const stamp = path.join(root, "node_modules/.minference-installed");

install();
pnpm("exec", "turbo", "run", ...process.argv.slice(2), "--log-prefix=none");

/** Skipped while nothing that an install depends on has changed: it would cost two seconds a run. */
function install() {
  const fingerprint = installFingerprint(root);
  const installed = existsSync(stamp) ? readFileSync(stamp, "utf8") : null;
  if (installed === fingerprint) return;
  if (installed === null) requireCompilers();
  pnpm("install", "--frozen-lockfile", "--reporter=append-only");
  writeFileSync(stamp, fingerprint);
}

/** better-sqlite3 12 is compiled at install; without these it fails deep in a log. */
function requireCompilers() {
  const isThere = (/** @type {string} */ command) =>
    spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;
  const missing = ["python3", "make", "g++"].filter((command) => !isThere(command));
  if (missing.length === 0) return;
  console.error(`The SQLite driver is compiled at install and needs ${missing.join(", ")}.`);
  console.error("On Debian or Ubuntu: apt-get install -y python3 make g++");
  process.exit(2);
}

/** @param {readonly string[]} args */
function pnpm(...args) {
  const { packageManager } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const { status, error } = spawnSync("npx", ["--yes", packageManager, ...args], {
    cwd: root,
    stdio: ["inherit", 2, 2],
    env: environment(),
    shell: process.platform === "win32",
  });
  if (error) console.error(`npx could not be started: ${error.message}. It comes with npm.`);
  if (status !== 0) process.exit(status ?? 1);
}

function environment() {
  const prefix = path.resolve(path.dirname(process.execPath), "..");
  const headersAreHere = existsSync(path.join(prefix, "include/node/node.h"));
  return {
    TURBO_TELEMETRY_DISABLED: "1",
    JOBS: "max",
    // node-gyp then downloads nothing
    ...(headersAreHere && { npm_config_nodedir: prefix }),
    ...process.env,
  };
}
