import { expect, test } from "@jest/globals";
import path from "node:path";
import ts from "typescript";

const here = import.meta.dirname;
const impliedNodeFormat: ts.ResolutionMode = ts.ModuleKind.ESNext;

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  lib: ["lib.es2023.d.ts", "lib.es2024.string.d.ts", "lib.esnext.disposable.d.ts"],
  types: [],
  customConditions: ["minference-source"],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
};

/** A program of these source texts, as files beside this one. */
function programOf(texts: ReadonlyMap<string, string>): ts.Program {
  const host = ts.createCompilerHost(options);
  const sources = new Map(
    [...texts].map(([name, text]) => {
      const language = { languageVersion: ts.ScriptTarget.ES2023, impliedNodeFormat };
      const file = path.join(here, name);
      return [file, ts.createSourceFile(file, text, language)];
    }),
  );
  const readSource = host.getSourceFile.bind(host);
  return ts.createProgram([...sources.keys()], options, {
    ...host,
    fileExists: (file) => sources.has(file) || host.fileExists(file),
    getSourceFile: (file, version) => sources.get(file) ?? readSource(file, version),
  });
}

/** What the compiler says of one file. It checks that file, and of the others what the file needs. */
function messagesOf(program: ts.Program, name: string): readonly string[] {
  const found = program.getSemanticDiagnostics(program.getSourceFile(path.join(here, name)));
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** 25 entity types, each made, read, registered, loaded and listed once; they hold those before them. */
function sourceOf(first: number): string {
  const each = Array.from({ length: 25 }, (_, at) => first + at);
  const before = [first - 1, first - 2, first - 3];
  return [
    'import { defineEntity, dict, EntityRegistry, json, list, ref } from "@minference/ecs";',
    'import type { EntityStorage } from "@minference/storage";',
    'import { z } from "zod";',
    ...(first === 0 ? [] : before.map((at) => `import { E${at}, e${at} } from "./first.ts";`)),
    "declare const console: { log(...values: readonly unknown[]): void };",
    "declare const storage: EntityStorage;",
    "const registry = new EntityRegistry({ storage });",
    ...each.map(declarationOf),
    ...each.map(useOf),
  ].join("\n");
}

function declarationOf(at: number): string {
  const neighbours = [at - 1, at - 2, at - 3].map((before) => `E${Math.max(before, 0)}`);
  const links =
    at === 0
      ? []
      : [
          `next: ref(() => ${neighbours[0]}).nullable(),`,
          `either: ref(() => [${neighbours[0]}, ${neighbours[1]}]).nullable(),`,
          `items: list(() => ${neighbours[1]}),`,
          `byKey: dict(() => ${neighbours[2]}),`,
        ];
  return `export class E${at} extends defineEntity("E${at}", {
    name: z.string(),
    size: z.number().int().default(${at}),
    kind: z.enum(["a${at}", "b"]).default("b"),
    madeAt: z.date().nullable().default(null),
    meta: json(z.object({ tags: z.array(z.string()), depth${at}: z.number() })).nullable(),
    ${links.join("\n    ")}
  }) {}`;
}

function useOf(at: number): string {
  const reads = [
    "name.length",
    "size + 1",
    "kind.length",
    "madeAt?.getTime()",
    "meta?.tags.length",
  ];
  const linked = ["next?.name", "either?.size", "items[0]?.kind", 'byKey["x"]?.name'];
  const all = at === 0 ? reads : [...reads, ...linked];
  const given = at === 0 ? "" : `, next: e${at - 1}, items: [e${Math.max(at - 2, 0)}]`;
  return `export const e${at} = await registry.register(new E${at}({ name: "n"${given} }));
console.log(${all.map((read) => `e${at}.${read}`).join(", ")});
e${at}.size = 2;
// @ts-expect-error fields have types: this is no number
e${at}.size = "2";
${at === 0 ? "" : `e${at}.append("items", e${Math.max(at - 2, 0)});`}
console.log((await registry.getOrThrow(E${at}, e${at}.ecsId)).name, e${at}.copy({ size: 1 }).kind);
console.log((await registry.listByType(E${at}, { where: { size: 1 } })).map(({ name }) => name));`;
}

test("50 entity types cost the compiler at most 2.2 times the work of 25", () => {
  const program = programOf(
    new Map([
      ["first.ts", sourceOf(0)],
      ["second.ts", sourceOf(25)],
    ]),
  );
  expect(messagesOf(program, "first.ts")).toEqual([]);
  const of25 = program.getInstantiationCount();
  expect(messagesOf(program, "second.ts")).toEqual([]);
  const of50 = program.getInstantiationCount();
  // the second file was worked out after the first, and is no small thing
  expect(of50).toBeGreaterThan(of25 * 1.1);
  expect(of50 / of25).toBeLessThanOrEqual(2.2);
});
