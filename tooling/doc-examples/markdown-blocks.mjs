/** @typedef {{ line: number, code: string }} Block line: of its first line of code, counted from 1 */

const typescript = ["ts", "typescript", "mts", "cts", "tsx"];

/**
 * The TypeScript blocks of a Markdown text. What shall not run bears another language, or none.
 *
 * @param {string} text
 * @returns {Block[]}
 */
export function markdownBlocks(text) {
  /** @type {Block[]} */
  const blocks = [];
  /** @type {{ fence: string, isTypescript: boolean, line: number, code: string[] } | null} */
  let open = null;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [, fence = "", rest = ""] = /^\s*(`{3,}|~{3,})\s*(.*)$/.exec(line) ?? [];
    if (open === null) {
      if (fence !== "") {
        open = { fence, isTypescript: isTypescript(rest), line: index + 2, code: [] };
      }
    } else if (closes(open.fence, fence, rest)) {
      if (open.isTypescript) blocks.push({ line: open.line, code: open.code.join("\n") });
      open = null;
    } else open.code.push(line);
  }
  return blocks;
}

/** @param {string} info what stands behind the opening fence */
function isTypescript(info) {
  return typescript.includes((/^\w*/.exec(info)?.[0] ?? "").toLowerCase());
}

/**
 * @param {string} open
 * @param {string} fence
 * @param {string} rest
 */
function closes(open, fence, rest) {
  return rest === "" && fence.startsWith(open);
}
