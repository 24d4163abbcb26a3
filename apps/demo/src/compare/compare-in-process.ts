import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { StorageTarget } from "../cli/command.ts";
import { exitCode, type ExitCode } from "../cli/exit-code.ts";

const program = fileURLToPath(new URL("../main.js", import.meta.url));

/** Has a process of its own reopen the database and compare it with the list that this one wrote. */
export async function compareInProcess(target: StorageTarget): Promise<ExitCode> {
  if (target.kind === "memory") return exitCode.done;
  const { file } = target;
  const words = ["compare", "--storage", `sqlite:${file}`, "--list", `${file}.versions.jsonl`];
  const child = spawn(process.execPath, [program, ...words], { stdio: "inherit" });
  await once(child, "exit");
  return child.exitCode === 0 ? exitCode.done : exitCode.failed;
}
