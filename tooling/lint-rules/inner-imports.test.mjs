import { innerImports } from "./inner-imports.mjs";
import { inRepository, ruleTester } from "./rule-tester.mjs";

const filename = inRepository("packages/ecs/src/registry/load.ts");

ruleTester.run("inner-imports", innerImports, {
  valid: [
    { name: "a file of the package", filename, code: 'import { x } from "../entity/entity.ts";' },
    {
      name: "a program may have paths of its own",
      filename: inRepository("apps/demo/src/main.ts"),
      code: 'import { x } from "./arguments.ts";',
    },
  ],
  invalid: [
    {
      name: "the index of the package",
      filename,
      code: 'import { x } from "../index.ts";',
      errors: [{ messageId: "index" }],
    },
    {
      name: "a path into another package",
      filename,
      code: 'import { x } from "../../../storage/src/encode/sha256.ts";',
      errors: [{ messageId: "outside" }],
    },
    {
      name: "a package whose name begins like this one",
      filename: inRepository("packages/storage/src/a.ts"),
      code: 'import { x } from "../../storage-memory/src/memory-storage.ts";',
      errors: [{ messageId: "outside" }],
    },
    {
      name: "a test",
      filename,
      code: 'import { aThread } from "./load.test.ts";',
      errors: [{ messageId: "test" }],
    },
  ],
});
