import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");

/** What is installed beside our tarballs, as the README says. */
const besides = { "better-sqlite3": "^12.11.1", typescript: "6.0.3", "@types/node": "^20.19.0" };

/** Packs every package and installs the tarballs, and nothing else of ours, in `folder`. */
export async function installPacked(folder: string): Promise<void> {
  const tarballs = path.join(folder, "tarballs");
  await mkdir(tarballs);
  await pnpm(
    root,
    "--filter",
    "./packages/*",
    "exec",
    "pnpm",
    "pack",
    "--pack-destination",
    tarballs,
  );
  const packed = (await readdir(tarballs)).map((file): [string, string] => [
    `@minference/${file.replace(/^minference-/, "").replace(/-\d+\.\d+\.\d+.*$/, "")}`,
    `file:${path.join(tarballs, file)}`,
  ]);
  const ours = Object.fromEntries(packed);
  await writeFile(
    path.join(folder, "package.json"),
    JSON.stringify({
      name: "a-user",
      private: true,
      type: "module",
      dependencies: { ...ours, ...besides },
    }),
  );
  const settings = {
    overrides: ours,
    allowBuilds: { "better-sqlite3@12.11.1": true },
    pmOnFail: "ignore",
  };
  // YAML takes JSON as it is
  await writeFile(path.join(folder, "pnpm-workspace.yaml"), JSON.stringify(settings));
  await pnpm(folder, "install", "--prefer-offline", "--reporter=silent");
}

/** The first TypeScript program of a Markdown file of this repository. */
export async function firstProgram(file: string): Promise<string> {
  const text = await readFile(path.join(root, file), "utf8");
  const program = /^```ts\n([^]*?)^```$/m.exec(text)?.[1];
  if (program === undefined) throw new Error(`${file} has no TypeScript block`);
  return program;
}

async function pnpm(cwd: string, ...args: readonly string[]): Promise<void> {
  const manifest = await readFile(path.join(root, "package.json"), "utf8");
  const pinned = /"packageManager": "(pnpm@[^"]+)"/.exec(manifest)?.[1] ?? "pnpm";
  await run("npx", ["--yes", pinned, ...args], { cwd });
}
