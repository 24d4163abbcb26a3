import { allowedImports } from "./allowed-imports.mjs";
import { inRepository, ruleTester } from "./rule-tester.mjs";

/**
 * @param {string} name
 * @param {string} file
 * @param {string} code
 */
const aCase = (name, file, code) => ({ name, filename: inRepository(`packages/${file}`), code });

/** @param {RegExp} message */
const refusedWith = (message) => ({ errors: [{ message }] });

ruleTester.run("allowed-imports", allowedImports, {
  valid: [
    aCase("an arrow may be used", "ecs/src/a.ts", 'import { x } from "@minference/storage";'),
    aCase(
      "a subpath may use its own arrows",
      "storage-typeorm/src/threads/a.ts",
      'import { ChatThread } from "@minference/threads";',
    ),
    aCase(
      "tests may use the memory backend",
      "threads/src/a.test.ts",
      'import { openMemoryStorage } from "@minference/storage-memory";',
    ),
    aCase(
      "tests may use the fake provider of a package that does not stand on theirs",
      "orchestrator/test/a.test.ts",
      'import { startFakeProvider } from "@minference/clients/testing";',
    ),
    aCase(
      "scenarios may use their own package by name",
      "ecs/test/a.test.ts",
      'import { EntityRegistry } from "@minference/ecs";',
    ),
    aCase(
      "examples stand on their own package by name",
      "storage/examples/json-lines-storage.ts",
      'import { listHash } from "@minference/storage";',
    ),
    aCase("foreign packages are not its business", "ecs/src/a.ts", 'import { z } from "zod";'),
    {
      name: "programs may import everything",
      filename: inRepository("apps/demo/src/main.ts"),
      code: 'import { startFakeProvider } from "@minference/clients/testing";',
    },
  ],
  invalid: [
    {
      ...aCase("an arrow that is missing", "ecs/src/a.ts", 'import "@minference/threads";'),
      ...refusedWith(/^ecs may not import @minference\/threads; it may import storage, protocol/),
    },
    {
      ...aCase("a type counts", "wire/src/a.ts", 'import type { E } from "@minference/ecs";'),
      ...refusedWith(/^wire may not import/),
    },
    {
      ...aCase(
        "an import type counts",
        "wire/src/a.ts",
        'type E = import("@minference/ecs").Entity;',
      ),
      ...refusedWith(/^wire may not import/),
    },
    {
      ...aCase("a late import counts", "wire/src/a.ts", 'await import("@minference/ecs");'),
      ...refusedWith(/^wire may not import/),
    },
    {
      ...aCase("a re-export counts", "wire/src/a.ts", 'export { E } from "@minference/ecs";'),
      ...refusedWith(/^wire may not import/),
    },
    {
      ...aCase(
        "only the subpath has the arrows of the subpath",
        "storage-typeorm/src/a.ts",
        'import { ChatThread } from "@minference/threads";',
      ),
      ...refusedWith(/^storage-typeorm may not import/),
    },
    {
      ...aCase(
        "a subpath for tests is refused in sources",
        "threads/src/a.ts",
        'import { startFakeProvider } from "@minference/clients/testing";',
      ),
      ...refusedWith(/is for tests/),
    },
    {
      ...aCase(
        "a subpath that is no entry point",
        "ecs/src/a.ts",
        'import { x } from "@minference/storage/src/encode/sha256.ts";',
      ),
      ...refusedWith(/^ecs may not import/),
    },
    {
      ...aCase(
        "tests of a package below a backend cannot use it",
        "storage/src/a.test.ts",
        'import { openMemoryStorage } from "@minference/storage-memory";',
      ),
      ...refusedWith(/^storage may not import/),
    },
    {
      ...aCase("a package by its own name", "ecs/src/a.ts", 'import { x } from "@minference/ecs";'),
      ...refusedWith(/relative path/),
    },
    {
      ...aCase("a package without a row", "studio/src/a.ts", 'import "@minference/ecs";'),
      ...refusedWith(/has no row in tooling\/package-arrows\.mjs/),
    },
  ],
});
