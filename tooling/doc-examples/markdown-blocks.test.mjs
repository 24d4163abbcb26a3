import { describe, expect, test } from "@jest/globals";
import { docstringBlocks } from "./docstring-blocks.mjs";
import { markdownBlocks } from "./markdown-blocks.mjs";

describe("blocks of a Markdown text", () => {
  test("a ts block is found with the line of its first line of code", () => {
    const text = "# Title\n\n```ts\nconst a = 1;\nconst b = 2;\n```\n";
    expect(markdownBlocks(text)).toEqual([{ line: 4, code: "const a = 1;\nconst b = 2;" }]);
  });

  test("words behind the language do not keep a block from running", () => {
    expect(markdownBlocks("```ts no-run\nx\n```\n~~~TypeScript\ny\n~~~")).toHaveLength(2);
  });

  test("blocks of other languages, or of none, are left alone", () => {
    expect(markdownBlocks("```sh\nnpm test\n```\n```\nx\n```\n```json\n{}\n```")).toEqual([]);
  });

  test("a longer fence holds a shorter one", () => {
    expect(markdownBlocks("````md\n```ts\nconst a = 1;\n```\n````")).toEqual([]);
  });

  test("Windows line ends are line ends", () => {
    expect(markdownBlocks("```ts\r\nconst a = 1;\r\n```\r\n")).toEqual([
      { line: 2, code: "const a = 1;" },
    ]);
  });
});

test("a block in a docstring has its line in the file and no stars", () => {
  const source =
    "const before = 1;\n\n/**\n * Gives one.\n * ```ts\n * if (a) {\n *   b();\n * }\n * ```\n */\n";
  expect(docstringBlocks(source)).toEqual([{ line: 6, code: "if (a) {\n  b();\n}" }]);
});

test("a block in a plain comment is no example", () => {
  expect(docstringBlocks("/* ```ts\n * a\n * ``` */")).toEqual([]);
});
