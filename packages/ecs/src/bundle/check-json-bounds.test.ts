import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { checkJsonBounds } from "./check-json-bounds.ts";

const roomy = { depth: 1000, values: 1000 };

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test("a text is let pass at its own depth and refused one level below it", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const text = JSON.stringify(value);
      const depth = depthOf(JSON.parse(text));
      checkJsonBounds(text, { depth, values: text.length + 1 });
      if (depth === 0) return;
      expect(() => {
        checkJsonBounds(text, { depth: depth - 1, values: text.length + 1 });
      }).toThrow("nested deeper");
    }),
  );
});

test.each(['"[[[["', '{"[":"\\"[","]":"\\\\"}', '"\\\\\\"[[["', '["]", "["]'])(
  "brackets inside strings are no nesting: %s",
  (text) => {
    checkJsonBounds(text, { depth: 1, values: 10 });
  },
);

test("values are counted by what separates them, so no text has more than it has commas and brackets", () => {
  checkJsonBounds("[1,2,[3]]", { depth: 2, values: 5 });
  expect(() => {
    checkJsonBounds("[1,2,[3]]", { depth: 2, values: 4 });
  }).toThrow("more than 4 values");
});

test.each(["", "}", "]]]", '"', '"\\', "[", "\\"])("what is no JSON is not judged: %j", (text) => {
  checkJsonBounds(text, roomy);
});
