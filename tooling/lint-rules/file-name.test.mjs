import { fileName } from "./file-name.mjs";
import { inRepository, ruleTester } from "./rule-tester.mjs";

const code = "export const x = 1;";
const named = (/** @type {string} */ file) => ({
  name: file,
  filename: inRepository(`packages/ecs/src/${file}`),
  code,
});

ruleTester.run("file-name", fileName, {
  valid: [
    named("index.ts"),
    named("entity/find-changed.ts"),
    named("entity/find-changed.property.test.ts"),
    named("entity/__fixtures__/answer.ts"),
  ],
  invalid: [
    { ...named("utils.ts"), errors: [{ messageId: "catchAll", data: { name: "utils" } }] },
    { ...named("types.ts"), errors: [{ messageId: "catchAll" }] },
    { ...named("helpers/dates.ts"), errors: [{ messageId: "catchAll" }] },
    { ...named("common.test.ts"), errors: [{ messageId: "catchAll" }] },
    { ...named("entity/findChanged.ts"), errors: [{ messageId: "kebab" }] },
    { ...named("Entity/entity.ts"), errors: [{ messageId: "kebab" }] },
  ],
});
