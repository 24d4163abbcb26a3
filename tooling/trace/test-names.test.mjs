import { expect, test } from "@jest/globals";
import { testNames } from "./test-names.mjs";

test("titles of test, it and describe are names, an inner one behind its outer ones", () => {
  const text = `
    describe("a prune (V41)", () => {
      test("keeps refs", () => {});
      describe("with parents", () => { it('keeps them', () => {}); });
    });`;
  expect(testNames("a.test.ts", text)).toEqual([
    "a prune (V41)",
    "a prune (V41) › keeps refs",
    "a prune (V41) › with parents",
    "a prune (V41) › with parents › keeps them",
  ]);
});

test("a test of many rows is one name, whatever its rows are", () => {
  const text = `
    test.each(backends)("stores on $name (V20)", async () => {});
    test.each<Row>([["(V1)"]])(\`row \${kills} of %s (R:S1)\`, () => {});`;
  expect(testNames("a.test.ts", text)).toEqual([
    "stores on $name (V20)",
    "row ${kills} of %s (R:S1)",
  ]);
});

test("a title that is known only when the test runs stands as it is written", () => {
  const text = `describe("laws (L1)", () => { for (const { name } of cases) test(name, run); });`;
  expect(testNames("a.test.ts", text)).toEqual(["laws (L1)", "laws (L1) › ${name}"]);
});

test("a case of a table has its law in its name; other objects with a name have none", () => {
  const text = `
    const cases = [{ law: "L7", name: "a dangling ref is refused", run }];
    const prompt = { name: "economist (V1)" };`;
  expect(testNames("groups/dangling.ts", text)).toEqual(["a dangling ref is refused (L7)"]);
});

test("what is no test is no name: other calls, comments, texts", () => {
  const text = `// test("x (V1)")
    expect("y (V2)"); const z = "z (V3)"; suite.test("(V4)"); test.each(["(V5)"]);`;
  expect(testNames("a.test.ts", text)).toEqual([]);
});

test("the names of a type test are its comments", () => {
  const text = `/** Each is exactly that (D28). */
// @ts-expect-error a lineage id names no version (V4)
void registry.get(Album, lineage); // beside`;
  expect(testNames("a.test-d.ts", text)).toEqual([
    "Each is exactly that (D28).",
    "a lineage id names no version (V4)",
  ]);
});
