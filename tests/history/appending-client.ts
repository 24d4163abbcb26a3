// boundary: the lines of a client are JSON of what its program logs
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";
import type { AppendTask } from "./append-task.ts";
import type { HistoryEntry } from "./history.ts";

/** The program as it was built: `npm test` and `npm run faults` build it first. */
const program = path.join(testsFolder(), "dist/history/programs/appender.js");

/** Runs one client to its end, or until it has logged so many lines and is killed; gives its log. */
export async function runClient(
  task: AppendTask,
  killAfter: number,
): Promise<readonly HistoryEntry[]> {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  let lines = 0;
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    lines += text.split("\n").length - 1;
    if (lines >= killAfter) child.kill("SIGKILL");
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  if (killAfter === Infinity) assert.equal(code, 0, errors);
  // the last line of a killed client may have been cut
  const whole = output
    .slice(0, output.lastIndexOf("\n") + 1)
    .split("\n")
    .slice(0, -1);
  return whole.map((line) => JSON.parse(line) as HistoryEntry); // written by the program, an entry a line
}

/** This file lies in `history`, or built in `dist/history`. */
function testsFolder(): string {
  const above = path.resolve(import.meta.dirname, "..");
  return path.basename(above) === "dist" ? path.dirname(above) : above;
}
