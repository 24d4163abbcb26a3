import { markdownBlocks } from "./markdown-blocks.mjs";

/**
 * The TypeScript blocks in the docstrings of a source text.
 *
 * @param {string} source
 * @returns {import("./markdown-blocks.mjs").Block[]}
 */
export function docstringBlocks(source) {
  return [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((docstring) => {
    const linesBefore = source.slice(0, docstring.index).split("\n").length - 1;
    const text = docstring[0].replace(/\*\/$/, "").replace(/^[ \t]*(\/\*\*|\*) ?/gm, "");
    return markdownBlocks(text).map(({ line, code }) => ({ line: line + linesBefore, code }));
  });
}
