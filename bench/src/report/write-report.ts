import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Figure } from "./figure.ts";

/** Writes `reports/NAME-bench.json`, as a fault may have the same name: the figures with commit, Node and machine. Gives the file's path. */
export async function writeReport(
  root: string,
  name: string,
  figures: readonly Figure[],
): Promise<string> {
  const folder = path.join(root, "reports");
  await mkdir(folder, { recursive: true });
  const git = spawnSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" });
  const document = {
    command: `npm run bench -- ${name}`,
    commit: git.status === 0 ? git.stdout.trim() : null,
    node: process.version,
    machine: `${process.platform} ${process.arch}`,
    figures,
  };
  const file = path.join(folder, `${name}-bench.json`);
  await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
  return file;
}
