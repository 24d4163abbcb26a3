import { expect, test } from "@jest/globals";
import { UnsafeNameError } from "@minference/protocol";
import { requireSafeToolName, suggestToolName, toolNameOfTitle } from "./tool-name.ts";

test.each([
  ["get weather", "get_weather"],
  ["math.add", "math_add"],
  ["größe", "gro_e"],
  ["天気", "tool"],
  ["x".repeat(65), "x".repeat(64)],
  ["", "tool"],
])("the name %j is refused and %j suggested (T14)", (name, suggested) => {
  expect(suggestToolName(name)).toBe(suggested);
  expect(() => requireSafeToolName(name)).toThrow(UnsafeNameError);
  expect(() => requireSafeToolName(name)).toThrow(`such as "${suggested}"`);
});

test.each(["a", "__proto__", "A-b_9", "x".repeat(64)])(
  "the name %s is taken (T14, T16)",
  (name) => {
    requireSafeToolName(name);
    expect(suggestToolName(name).length).toBeGreaterThan(0);
  },
);

test.each([
  [{ title: "Market Order" }, "market_order"],
  [{ title: "Größe-1" }, "gr__e-1"],
  [{ title: "T".repeat(70) }, "t".repeat(64)],
  [{ title: "" }, null],
  [{ title: 7 }, null],
  [{}, null],
])("the title of %j makes the name %j (5.1)", (schema, name) => {
  expect(toolNameOfTitle(schema)).toBe(name);
});
