import { RE2JS } from "re2js";
import { patternSize } from "./pattern-size.ts";

/** Longest regular expression, characters. */
const maxPatternLength = 4000;
/** Largest regular expression with its counted repeats written out, instructions. */
const maxPatternSize = 10_000;
/** Characters of a text times instructions of a pattern: about 0.2 s in the worst case. */
const maxMatchCost = 50_000_000;

/** A regular expression whose time is linear in the text, whatever the two are. */
export interface LinearPattern {
  /**
   * True when the text has a match. False too for a text longer than 50,000,000 characters divided by the
   * size of the pattern: no answer would come in time.
   */
  test(text: string): boolean;
  /** The source: Ajv keeps the patterns of a schema by it. */
  toString(): string;
}

/** Lookaheads at the start of an anchored pattern, the first of them captured: `^(?!ab)…`. */
const leadingLookahead = /^\^\(\?([=!])/u;

/**
 * Compiles a regular expression of JSON Schema (ECMA 262) for the linear engine re2js (fact 6: the engine of
 * the language held a thread for 22.9 s with a text of 30 characters).
 *
 * Lookaheads are taken where they stand at the start, after `^`: there each is a test of its own. All other
 * lookarounds, and references to groups, have no linear form.
 *
 * @throws {SyntaxError} too long, too large, without a linear form, or no regular expression.
 */
export function linearPattern(pattern: string): LinearPattern {
  const size = patternSize(pattern);
  if (pattern.length > maxPatternLength || size > maxPatternSize) {
    throw new SyntaxError(`longer than ${maxPatternLength} characters, or too large written out`);
  }
  const tests = conjunction(pattern).map(({ source, matches }) => ({
    matches,
    compiled: compile(source),
  }));
  const longest = maxMatchCost / Math.max(size, 1);
  return {
    test: (text) =>
      text.length <= longest &&
      tests.every(({ compiled, matches }) => compiled.test(text) === matches),
    toString: () => pattern,
  };
}

/** True when {@link linearPattern} takes it. */
export function isLinearPattern(pattern: string): boolean {
  try {
    linearPattern(pattern);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

interface Part {
  readonly source: string;
  readonly matches: boolean;
}

/** `^(?!a)(?=b)c` as three patterns: `^(?:a)` must not match, `^(?:b)` and `^c` must. */
function conjunction(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  let rest = pattern;
  let lookahead = leadingLookahead.exec(rest);
  while (lookahead !== null) {
    const end = groupEnd(rest, lookahead[0].length);
    const inner = rest.slice(lookahead[0].length, end);
    parts.push({ source: `^(?:${inner})`, matches: lookahead[1] === "=" });
    rest = `^${rest.slice(end + 1)}`;
    lookahead = leadingLookahead.exec(rest);
  }
  if (parts.length > 0 && hasTopLevelChoice(rest)) {
    throw new SyntaxError("a choice beside a lookahead");
  }
  return [...parts, { source: rest, matches: true }];
}

/** Position of the `)` that ends the group whose inside begins at `start`. */
function groupEnd(pattern: string, start: number): number {
  const end = parentheses(pattern, start).find(({ depth }) => depth < 0);
  if (end === undefined) throw new SyntaxError("a group without its end");
  return end.index;
}

function hasTopLevelChoice(pattern: string): boolean {
  return parentheses(pattern, 0).some(({ text, depth }) => text === "|" && depth === 0);
}

/** Parentheses and choices from `start` on that are neither escaped nor in a class, with the depth after each. */
function parentheses(
  pattern: string,
  start: number,
): { text: string; index: number; depth: number }[] {
  let depth = 0;
  const inside = pattern.slice(start).matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|[()|]/gs);
  return [...inside].flatMap(({ 0: text, index }) => {
    if (text === "(") depth += 1;
    if (text === ")") depth -= 1;
    return text.length > 1 ? [] : [{ text, index: start + index, depth }];
  });
}

function compile(source: string): RE2JS {
  // re2js reads \k<n> as plain letters
  if (/(?<!\\)(?:\\\\)*\\k</.test(source)) throw new SyntaxError("a reference to a group");
  try {
    return RE2JS.compile(withLanguageClasses(RE2JS.translateRegExp(source)));
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : "refused by re2js";
    throw new SyntaxError(reason, { cause: error });
  }
}

/** What `\s` is in ECMA 262 and not in RE2, where it is blanks of ASCII alone. */
const spaces = String.raw`\s\x0b\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;

/** The classes of ECMA 262 that RE2 has by another name, or smaller. */
function withLanguageClasses(pattern: string): string {
  return pattern.replace(/\\[pP]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]/gs, (text) => {
    if (text === "\\s") return `[${spaces}]`;
    if (text === "\\S") return `[^${spaces}]`;
    const inner = text.replace(
      /\\([pP])\{(?:Script|sc|Script_Extensions|scx)=(\w+)\}/g,
      "\\$1{$2}",
    );
    if (!inner.startsWith("[")) return inner;
    return inner
      .replaceAll("\\s", spaces)
      .replaceAll("\\p{Regional_Indicator}", "\\x{1f1e6}-\\x{1f1ff}");
  });
}
