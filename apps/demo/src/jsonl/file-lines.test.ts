import { expect, test } from "@jest/globals";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readFileLines } from "./file-lines.ts";

async function linesOf(content: string): Promise<readonly (readonly [number, string])[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "minference-lines-"));
  try {
    const file = path.join(folder, "in.jsonl");
    await writeFile(file, content);
    return (await readFileLines(file)).map(({ number, bytes }) => [number, bytes.toString()]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("lines are numbered as an editor does, blank ones counted and left out", async () => {
  expect(await linesOf("a\n\n \t\r\nb\r\nc")).toEqual([
    [1, "a"],
    [4, "b\r"],
    [5, "c"],
  ]);
});

test("separators of Unicode are text, not the end of a line", async () => {
  expect(await linesOf('"\u2028\u2029\u0085"\n')).toEqual([[1, '"\u2028\u2029\u0085"']]);
});

test("an empty file has no lines", async () => {
  expect(await linesOf("")).toEqual([]);
});

test("a file that is not there is named", async () => {
  await expect(readFileLines("/nowhere/in.jsonl")).rejects.toMatchObject({
    code: "demo_argument",
    message: expect.stringContaining("/nowhere/in.jsonl"),
  });
});
