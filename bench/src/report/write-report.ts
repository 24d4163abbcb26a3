import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** Writes `reports/NAME.json`: what a command found, with commit, Node and machine. Gives the file's path. */
export async function writeReport(
  root: string,
  report: { readonly name: string; readonly command: string; readonly found: object },
): Promise<string> {
  const { name, command, found } = report;
  const git = spawnSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" });
  const document = {
    command,
    commit: git.status === 0 ? git.stdout.trim() : null,
    node: process.version,
    machine: `${process.platform} ${process.arch}`,
    ...found,
  };
  const file = path.join(root, "reports", `${name}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
  return file;
}
