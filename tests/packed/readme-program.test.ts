import { expect, test } from "@jest/globals";
import { startFakeProvider } from "@minference/clients/testing";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { firstProgram, installPacked } from "./packed-packages.ts";

const run = promisify(execFile);

/** What a new user's compiler is told; strict, and without a look into other people's types. */
const compiling = [
  "--target",
  "es2023",
  "--lib",
  "es2023,esnext.disposable",
  "--module",
  "nodenext",
];
const strictly = ["--strict", "--skipLibCheck", "--types", "node"];

/** Swaps the storage as the README says. */
function onMemory(program: string): string {
  return program
    .replace(
      /^import \{ openSqliteStorage \}.*$/m,
      'import { openMemoryStorage } from "@minference/storage-memory";',
    )
    .replace(/^await using storage = .*$/m, "await using storage = await openMemoryStorage();");
}

test("the README's program is typed and runs from the packed packages in an empty folder, on SQLite and on memory", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "minference-packed-"));
  await using provider = await startFakeProvider();
  try {
    await installPacked(folder);
    const program = await firstProgram("README.md");
    await writeFile(path.join(folder, "sqlite.ts"), program);
    await writeFile(path.join(folder, "memory.ts"), onMemory(program));
    await run(
      "node",
      ["node_modules/typescript/bin/tsc", ...compiling, ...strictly, "sqlite.ts", "memory.ts"],
      {
        cwd: folder,
      },
    );
    const env = { ...process.env, OPENAI_API_KEY: "test", OPENAI_BASE_URL: provider.url };
    for (const file of ["sqlite.js", "memory.js"]) {
      const { stdout } = await run("node", [file], { cwd: folder, env });
      expect(stdout).toMatch(/\n2 ```mermaid\ngraph TD\n/);
    }
    expect(provider.log()).toHaveLength(4);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
