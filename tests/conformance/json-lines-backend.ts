// boundary: an example is loaded as a program of its own, which no compiler has seen beside this one
import type { EntityStorage } from "@minference/storage";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import type { Backend } from "../backends.ts";

type Open = new (file: string) => EntityStorage;

/** Of `@minference/storage`, where the backend lies that was written from the contract page alone. */
const examples = path.resolve(
  createRequire(import.meta.url).resolve("@minference/storage"),
  "../../examples",
);

/** The example of `@minference/storage`, a backend in one file of JSON lines, translated as it is now. */
export async function jsonLinesBackend(): Promise<Backend> {
  const JsonLinesStorage = await loadExample();
  return {
    name: "json-lines",
    place: async () => {
      const folder = await mkdtemp(path.join(tmpdir(), "minference-json-lines-"));
      return {
        open: async () => new JsonLinesStorage(path.join(folder, "data.jsonl")),
        remove: () => rm(folder, { recursive: true, force: true }),
      };
    },
  };
}

/** Beside this program, so that the packages which the example imports are found. */
async function loadExample(): Promise<Open> {
  const folder = path.join(import.meta.dirname, "json-lines");
  await mkdir(folder, { recursive: true });
  const files = await readdir(examples);
  for (const file of files.filter((name) => !name.endsWith(".test.ts"))) {
    const source = await readFile(path.join(examples, file), "utf8");
    await writeFile(path.join(folder, file.replace(/\.ts$/, ".js")), translated(source));
  }
  const file = pathToFileURL(path.join(folder, "json-lines-storage.js"));
  const example = (await import(file.href)) as { readonly JsonLinesStorage: Open }; // what the example exports
  return example.JsonLinesStorage;
}

function translated(source: string): string {
  return ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  }).outputText;
}
