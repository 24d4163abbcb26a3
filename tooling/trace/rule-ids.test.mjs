import { expect, test } from "@jest/globals";
import { compareRules, rulesIn } from "./rule-ids.mjs";

test.each([
  ["a change is one version (V15, V16)", ["V15", "V16"]],
  ["ids keep their letters and zeros (V15a, D01, C39, L7)", ["V15a", "D01", "C39", "L7"]],
  ["rows of reliability.md have their prefix (R:S16, R:C1)", ["R:S16", "R:C1"]],
  [
    "and may leave it out where nothing else is meant (S40, T9, O1, E2, C1)",
    ["R:S40", "R:T9", "R:O1", "R:E2", "R:C1"],
  ],
  ["a range is all between its ends (V1-V3, D08-D10)", ["V1", "V2", "V3", "D08", "D09", "D10"]],
  ["with any dash (C9–C11, R:S1–R:S2)", ["R:C9", "R:C10", "R:C11", "R:S1", "R:S2"]],
  ["a section, a law in prose and a number are none (spec 8.3) L7 (R:T29 of 500)", ["R:T29"]],
  ["two parentheses count (L2) both (V9)", ["L2", "V9"]],
  ["a word that ends so is none (UTF-8, ISO8601, XV15)", []],
])("%s", (name, rules) => {
  expect(rulesIn(name)).toEqual(rules);
});

test("rules are in the order of the pages, numbers by size, letters last", () => {
  const rules = ["R:S2", "V15a", "D01", "V15", "V2", "G9", "L1"];
  expect(rules.sort(compareRules)).toEqual(["G9", "V2", "V15", "V15a", "D01", "L1", "R:S2"]);
});
