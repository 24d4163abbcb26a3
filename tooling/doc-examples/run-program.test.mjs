import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { runProgram } from "./run-program.mjs";

/** @type {string} */
let folder;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "minference-run-program-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @param {string} code */
function aProgram(code) {
  const file = path.join(folder, "program.mjs");
  writeFileSync(file, code);
  return file;
}

test("a program that ends with 0 is fine", async () => {
  expect(await runProgram(aProgram("await 1;"), {})).toBeNull();
});

test("a program that ends otherwise is told with its code and output", async () => {
  const failure = await runProgram(aProgram('console.log("before"); process.exitCode = 3;'), {});
  expect(failure).toBe("ended with 3\nbefore\n");
});

test("a program gets the variables that it is given, and no key of the one who runs it", async () => {
  process.env["ANTHROPIC_API_KEY"] = "secret";
  const code =
    "console.log(process.env.OPENAI_BASE_URL, process.env.ANTHROPIC_API_KEY); process.exit(1);";
  const failure = await runProgram(aProgram(code), { OPENAI_BASE_URL: "http://127.0.0.1:1/v1" });
  delete process.env["ANTHROPIC_API_KEY"];
  expect(failure).toContain("http://127.0.0.1:1/v1 undefined");
});

test("what a program leaves in its folder or among temporary files is gone afterwards", async () => {
  const left = path.join(folder, "left.txt");
  const code = `
    import { writeFileSync } from "node:fs";
    import { tmpdir } from "node:os";
    writeFileSync("here.txt", "");
    writeFileSync(tmpdir() + "/there.txt", "");
    writeFileSync(${JSON.stringify(left)}, process.cwd() + " " + tmpdir());`;
  expect(await runProgram(aProgram(code), {})).toBeNull();
  const { existsSync, readFileSync } = await import("node:fs");
  const folders = readFileSync(left, "utf8").split(" ");
  expect(folders.map((name) => existsSync(name))).toEqual([false, false]);
});
