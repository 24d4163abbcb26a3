import { expect, test } from "@jest/globals";
import path from "node:path";
import ts from "typescript";

const here = import.meta.dirname;

/** What the compiler says of a source text beside this file, and how many types it had to work out for it. */
interface Checked {
  readonly messages: readonly string[];
  readonly instantiations: number;
}

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

/** Checks source texts, each as a program of its own; the files that all of them import are parsed once. */
function aChecker(): (name: string, text: string) => Checked {
  const host = ts.createCompilerHost(options);
  const parsed = new Map<string, ts.SourceFile | undefined>();
  const readSource = host.getSourceFile.bind(host);
  return (name, text) => {
    const file = path.join(here, name);
    const source = ts.createSourceFile(file, text, {
      languageVersion: ts.ScriptTarget.ES2023,
      impliedNodeFormat: ts.ModuleKind.ESNext,
    });
    const program = ts.createProgram([file], options, {
      ...host,
      fileExists: (asked) => asked === file || host.fileExists(asked),
      getSourceFile: (asked, version) => {
        if (asked === file) return source;
        if (!parsed.has(asked)) parsed.set(asked, readSource(asked, version));
        return parsed.get(asked);
      },
    });
    const found = program.getSemanticDiagnostics(source);
    return {
      messages: found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
      instantiations: program.getInstantiationCount(),
    };
  };
}

/** A program of `count` entity types in a row, each made, read, registered, loaded and listed once. */
function programOf(count: number): string {
  const each = Array.from({ length: count }, (_, at) => at);
  return [
    'import { defineEntity, dict, EntityRegistry, json, list, ref } from "@minference/ecs";',
    'import type { EntityStorage } from "@minference/storage";',
    'import { z } from "zod";',
    "declare const console: { log(...values: readonly unknown[]): void };",
    "declare const storage: EntityStorage;",
    "const registry = new EntityRegistry({ storage });",
    ...each.map(declarationOf),
    ...each.map(useOf),
    "export {};",
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
  return `class E${at} extends defineEntity("E${at}", {
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
  return `const e${at} = await registry.register(new E${at}({ name: "n"${given} }));
console.log(${all.map((read) => `e${at}.${read}`).join(", ")});
e${at}.size = 2;
// @ts-expect-error fields have types: this is no number
e${at}.size = "2";
${at === 0 ? "" : `e${at}.append("items", e${Math.max(at - 2, 0)});`}
console.log((await registry.getOrThrow(E${at}, e${at}.ecsId)).name, e${at}.copy({ size: 1 }).kind);
console.log((await registry.listByType(E${at}, { where: { size: 1 } })).map(({ name }) => name));`;
}

test("50 entity types cost the compiler at most 2.2 times the work of 25", () => {
  const check = aChecker();
  const half = check("of-25.ts", programOf(25));
  const whole = check("of-50.ts", programOf(50));
  expect([half.messages, whole.messages]).toEqual([[], []]);
  expect(half.instantiations).toBeGreaterThan(1000);
  expect(whole.instantiations / half.instantiations).toBeLessThanOrEqual(2.2);
});
