import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { runDemo, type EndedDemo } from "./demo-process.ts";

// each test starts programs, on a machine that runs other tests beside them
jest.setTimeout(60_000);

const run = promisify(execFile);

let folder: string;
let first: EndedDemo;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "minference-chats-"));
  first = await runDemo([], { folder });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const database = (): string => path.join(folder, "minference-demo/demo.db");

test("40 conversations are answered offline, and one of them is branched", () => {
  expect(first).toMatchObject({ code: 0 });
  expect(first.stdout).toMatch(/^conversations +40$/m);
  expect(first.stdout).toMatch(/^turns +123 of 123 answered/m);
  expect(first.stdout).toMatch(/^tokens +[\d,]+ in, [\d,]+ out/m);
  expect(first.stdout).toMatch(/^branches +1 beside main$/m);
  expect(first.stdout).toMatch(/^time +[\d.]+ s, 123 turns answered in this run$/m);
  expect(first.stdout).toMatch(/^ {2}systemPrompt +…[0-9a-f]{8} → …[0-9a-f]{8}$/m);
  expect(first.stdout).toMatch(/^ {2}history +6 → 6 items, 5 added, 5 removed$/m);
  expect(first.stderr).toMatch(/^conversations, turn 3: 40 of 40$/m);
});

test("another process finds every version as it was", () => {
  const [, same, all, stored] =
    /^reopened +by process \d+: (\d+) of (\d+) versions have the same content hash and dump, (\d+) are stored$/m.exec(
      first.stdout,
    ) ?? [];
  expect([same, all]).toEqual([stored, stored]);
  expect(Number(stored)).toBeGreaterThan(40 * 7);
});

test("the lineage is in a file too, with both branches", async () => {
  const mermaid = await readFile(`${database()}.lineage.md`, "utf8");
  expect(first.stdout).toContain(mermaid);
  expect(mermaid).toMatch(/· main<br\/>[^]*· branch-[0-9a-f]{8}<br\/>/);
});

test("the printed command looks into the database", async () => {
  const look = /^ {2}(node -e .*)$/m.exec(first.stdout)?.[1] ?? "false";
  expect((await run("sh", ["-c", look])).stdout).toContain("My sourdough comes out dense");
});

test("started again it asks nothing and prints the same", async () => {
  const second = await runDemo([], { folder });
  expect(second.code).toBe(0);
  expect(second.stdout).toContain("0 turns answered in this run");
  const withoutTime = ({ stdout }: EndedDemo): string =>
    stdout.replace(/^time .*$/m, "").replace(/^reopened +by process \d+/m, "");
  expect(withoutTime(second)).toBe(withoutTime(first));
});

test("a version that differs from the list is told by the second process, with exit code 1", async () => {
  const lines = await readFile(`${database()}.versions.jsonl`, "utf8");
  const list = path.join(folder, "changed.jsonl");
  await writeFile(list, lines.replace("comes out dense", "comes out light"));
  const words = ["compare", "--storage", `sqlite:${database()}`, "--list", list];
  const { code, stderr } = await runDemo(words, { folder });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^differs: \{"type":"Chat/m);
});

test("in memory the same conversations run, and there is nothing to reopen", async () => {
  const { code, stdout } = await runDemo(["--storage", "memory"], { folder });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^turns +123 of 123 answered/m);
  expect(stdout).toContain("nothing to reopen");
});
