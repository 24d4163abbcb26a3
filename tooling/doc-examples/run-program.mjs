import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";

/** Longest that one example may run. */
const timeoutMs = 30_000;
/** Most characters of its output that are kept. */
const outputLimit = 8_000;

/**
 * Runs one compiled example as a process of its own, in a fresh folder that is also its folder for
 * temporary files.
 *
 * @param {string} program
 * @param {Readonly<Record<string, string>>} environment added to ours; the keys of providers are taken out
 * @returns {Promise<string | null>} null when it ended with 0, else how it ended and what it printed
 */
export async function runProgram(program, environment) {
  const folder = mkdtempSync(path.join(tmpdir(), "minference-example-"));
  try {
    const env = { ...withoutProviders(process.env), TMPDIR: folder, TEMP: folder, ...environment };
    return await outcome(
      spawn(process.execPath, ["--enable-source-maps", program], {
        cwd: folder,
        env,
        stdio: ["ignore", "pipe", "pipe"],
        timeout: timeoutMs,
        killSignal: "SIGKILL",
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child
 * @returns {Promise<string | null>}
 */
function outcome(child) {
  let output = "";
  const keep = (/** @type {Buffer} */ chunk) => {
    output = `${output}${chunk.toString()}`.slice(-outputLimit);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`could not be started: ${error.message}`));
    child.once("close", (code, signal) => {
      const end =
        signal === "SIGKILL" ? `ran longer than ${timeoutMs / 1000} s` : `ended with ${code}`;
      resolve(code === 0 ? null : `${end}\n${output}`);
    });
  });
}

/** @param {NodeJS.ProcessEnv} environment */
function withoutProviders(environment) {
  const entries = Object.entries(environment);
  return Object.fromEntries(entries.filter(([name]) => !/^(OPENAI|ANTHROPIC)_/.test(name)));
}
