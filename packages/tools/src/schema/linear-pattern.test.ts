import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isLinearPattern, linearPattern } from "./linear-pattern.ts";
import { patternSize } from "./pattern-size.ts";

describe("a pattern finds what the language's own finds:", () => {
  const texts = [
    "",
    "a",
    "ab",
    "abc",
    "xa1",
    "a1x",
    "-_.",
    "é",
    "a\n",
    "2026-11-24",
    "aaaa",
    "\u00a0",
  ];
  test.each([
    ...[
      "^a",
      "b$",
      "^$",
      "[\\w-.]",
      "\\d{4}-\\d{2}-\\d{2}",
      "^\\S+$",
      "a|x",
      "^(?:a|b)+$",
      "\\/|\\-",
    ],
    ...[
      "^(?!a)",
      "^(?=.*\\d)(?=.*[a-z]).{2,}$",
      "^(?!.*x$)a",
      "^(?=[(|)]|a)a",
      "\\u00e9",
      "^[^]*$",
    ],
    ...["\\p{Script=Latin}", "\\p{L}", "^.{1,3}$", "(a)(?:b)?(?<n>c)?"],
  ])("%s", (pattern) => {
    const linear = linearPattern(pattern);
    const own = new RegExp(pattern, pattern.includes("\\p") ? "u" : "");
    for (const text of texts) expect([text, linear.test(text)]).toEqual([text, own.test(text)]);
  });
});

test.each([
  ...["(a)\\1", "(?<n>a)\\k<n>", "a(?=b)", "(?<!a)b", "^(?=a)b|c", "^(?!a", "[a", "a{2,1}", "("],
  ...["a".repeat(4001), "(a{1000}){1000}", "((a{99}){99}){99}", "(?:.{900}){20}"],
])("%s has no linear form and is refused", (pattern) => {
  expect(isLinearPattern(pattern)).toBe(false);
  expect(() => linearPattern(pattern)).toThrow(SyntaxError);
});

test("a pattern takes no longer than linear time in its text (T17)", () => {
  const text = "ab".repeat(200_000);
  for (const pattern of [
    "^(a+)+$",
    "(x+x+)+y",
    "(.*)(.*)(.*)(.*)x$",
    "(a|b|ab)*c",
    "^(?!(a|a)*c)a",
  ])
    linearPattern(pattern).test(text);
  expect(linearPattern("^(ab)+$").test(text)).toBe(true);
});

test("a text too long for a large pattern has no match", () => {
  const pattern = linearPattern("^(?:(?:abc){30}d?){30}");
  expect(pattern.test("abc".repeat(900))).toBe(true);
  expect(pattern.test("abc".repeat(9000))).toBe(false);
});

test.each([
  ["abc", 3],
  ["a{10}", 10],
  ["(ab{3}){10}", 50],
  ["[a-z{9}]{2,4}", 4],
  ["\\{2\\}a{3,}", 6],
  ["a{0}", 1],
  ["((a{9}){9}){9}", 819],
])("%s is about %i instructions", (pattern, size) => {
  expect(patternSize(pattern)).toBe(size);
});

test("any text is a pattern or a SyntaxError, never another one", () => {
  const piece = fc.constantFrom(
    "(",
    ")",
    "[",
    "]",
    "{2}",
    "{,",
    "*",
    "+",
    "?",
    "(?=",
    "(?!",
    "^",
    "$",
    "|",
    "\\",
    "a",
    "\\p{L}",
    "\\k<",
    "\ud800",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const pattern = pieces.join("");
      if (isLinearPattern(pattern))
        expect(typeof linearPattern(pattern).test("aa")).toBe("boolean");
    }),
  );
});
