// Installs with the pnpm that package.json pins, then runs the turbo tasks named on the command line.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";

const root = path.resolve(import.meta.dirname, "..");
const { packageManager } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const prefix = path.resolve(path.dirname(process.execPath), "..");
const headersAreHere = existsSync(path.join(prefix, "include/node/node.h"));
const env = {
  TURBO_TELEMETRY_DISABLED: "1",
  JOBS: "max",
  // node-gyp then downloads nothing
  ...(headersAreHere && { npm_config_nodedir: prefix }),
  ...process.env,
};

/** better-sqlite3 12 is compiled on the spot; without these its install fails deep in a log. */
function missingCompilers() {
  const isThere = (command) => spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;
  return ["python3", "make", "g++"].filter((command) => !isThere(command));
}

function isDriverInstalled() {
  return existsSync(path.join(root, "node_modules/.modules.yaml"));
}

function pnpm(...args) {
  const { status } = spawnSync("npx", ["--yes", packageManager, ...args], {
    cwd: root,
    // stdout belongs to the program that runs after this one
    stdio: ["inherit", 2, 2],
    env,
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}

const missing = isDriverInstalled() ? [] : missingCompilers();
if (missing.length > 0) {
  console.error(`The SQLite driver is compiled at install and needs ${missing.join(", ")}.`);
  console.error("On Debian or Ubuntu: apt-get install -y python3 make g++");
  process.exit(2);
}
pnpm("install", "--frozen-lockfile", "--reporter=append-only");
pnpm(
  "exec",
  "turbo",
  "run",
  ...process.argv.slice(2),
  "--output-logs=errors-only",
  "--log-order=grouped",
);
