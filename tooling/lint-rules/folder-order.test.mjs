import { folderOrder } from "./folder-order.mjs";
import { inRepository, ruleTester } from "./rule-tester.mjs";

const options = [{ ecs: ["errors", "entity", "registry"] }];
const inEcs = (/** @type {string} */ file) => inRepository(`packages/ecs/src/${file}`);

ruleTester.run("folder-order", folderOrder, {
  valid: [
    {
      name: "a folder stands on those before it",
      filename: inEcs("registry/load.ts"),
      options,
      code: 'import { x } from "../entity/entity.ts"; import { y } from "./batch.ts";',
    },
    {
      name: "the index names everything",
      filename: inEcs("index.ts"),
      options,
      code: 'export { x } from "./registry/load.ts";',
    },
    {
      name: "a test looks everywhere",
      filename: inEcs("entity/entity.test.ts"),
      options,
      code: 'import { x } from "../registry/load.ts";',
    },
  ],
  invalid: [
    {
      name: "an import upwards",
      filename: inEcs("entity/entity.ts"),
      options,
      code: 'import type { X } from "../registry/load.ts";',
      errors: [{ messageId: "upward", data: { from: "entity", to: "registry" } }],
    },
    {
      name: "a folder without a place",
      filename: inEcs("tracing/traced.ts"),
      options,
      code: "export const x = 1;",
      errors: [{ messageId: "unlisted", data: { folder: "tracing", name: "ecs" } }],
    },
    {
      name: "a package without an order",
      filename: inRepository("packages/wire/src/json/a.ts"),
      options,
      code: "export const x = 1;",
      errors: [{ messageId: "unlisted" }],
    },
  ],
});
