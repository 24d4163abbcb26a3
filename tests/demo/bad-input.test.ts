import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runDemo, type EndedDemo } from "./demo-process.ts";

// each test starts programs, on a machine that runs other tests beside them
jest.setTimeout(60_000);

/** One wrong input: the words, what the environment has, and what the one line says. */
interface WrongInput {
  readonly what: string;
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly says: RegExp;
}

const key = { OPENAI_API_KEY: "sk-canary" };

const wrongInputs: readonly WrongInput[] = [
  { what: "an unknown option", words: ["--colour"], says: /^demo_argument: .*--colour/ },
  { what: "an unknown scene", words: ["play"], says: /^demo_argument: .*"play"/ },
  { what: "no file", words: ["jsonl"], says: /^demo_argument: .*FILE/ },
  {
    what: "a file that is not there",
    words: ["jsonl", "none.jsonl"],
    says: /none\.jsonl cannot be read/,
  },
  { what: "a folder as file", words: ["jsonl", "."], says: /cannot be read/ },
  {
    what: "an output that cannot be written",
    words: ["jsonl", "in.jsonl", "--out", "nowhere/out.jsonl"],
    says: /nowhere\/out\.jsonl.*cannot be written/,
  },
  {
    what: "the input as output",
    words: ["jsonl", "in.jsonl", "--out", "./in.jsonl"],
    says: /--out .\/in\.jsonl: it is the file that is read/,
  },
  {
    what: "a URL without a key",
    words: [],
    env: { OPENAI_BASE_URL: "http://127.0.0.1:1/v1" },
    says: /^auth: .*OPENAI_API_KEY is not set/,
  },
  {
    what: "a key with a line break",
    words: [],
    env: { OPENAI_API_KEY: "sk-canary\n" },
    says: /^auth: .*line break/,
  },
  {
    what: "a URL that is none",
    words: [],
    env: { ...key, OPENAI_BASE_URL: "nonsense" },
    says: /^invalid_request: OPENAI_BASE_URL/,
  },
  {
    what: "a password in the URL",
    words: [],
    env: { ...key, OPENAI_BASE_URL: "http://me:canary@127.0.0.1/v1" },
    says: /^invalid_request: OPENAI_BASE_URL/,
  },
  {
    what: "a URL where nothing listens",
    words: [],
    env: { ...key, OPENAI_BASE_URL: "http://127.0.0.1:1/v1" },
    says: /^connection: Nothing answers at 127\.0\.0\.1:1\./,
  },
  {
    what: "a folder as database",
    words: ["--storage", "sqlite:."],
    says: /^database_path: .*it is a folder/,
  },
  {
    what: "a database in no folder",
    words: ["--storage", "sqlite:nowhere/a.db"],
    says: /^database_path: .*does not exist/,
  },
  {
    what: "a database that is read-only",
    words: ["--storage", "sqlite:locked.db"],
    says: /^database_path: .*locked\.db/,
  },
  {
    what: "a file that is no database",
    words: ["--storage", "sqlite:in.jsonl"],
    says: /^corrupt: .*is not a database/,
  },
];

let folder: string;
let endings: ReadonlyMap<string, EndedDemo>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "minference-bad-input-"));
  await writeFile(path.join(folder, "in.jsonl"), '{"messages":[{"role":"user","content":"hi"}]}\n');
  await writeFile(path.join(folder, "locked.db"), "");
  await chmod(path.join(folder, "locked.db"), 0o444);
  const run = async ({ what, words, env = {} }: WrongInput): Promise<[string, EndedDemo]> => {
    return [what, await runDemo(words, { folder, env })];
  };
  endings = new Map(await Promise.all(wrongInputs.map(run)));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the demo refuses with exit code 2 and one line, and nothing runs:", () => {
  test.each(wrongInputs)("$what", ({ what, says }) => {
    const ending = endings.get(what);
    expect(ending).toMatchObject({ code: 2, stdout: "" });
    expect(ending?.stderr).toMatch(says);
    expect(ending?.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(ending?.stderr).not.toContain("canary");
  });
});

test("what is refused leaves nothing behind", async () => {
  expect((await readdir(folder)).sort()).toEqual(["in.jsonl", "locked.db"]);
});

test("a folder of the demo's own that cannot be made is named", async () => {
  const place = path.join(folder, "taken");
  await mkdir(place);
  await writeFile(path.join(place, "minference-demo"), "in the way");
  const { code, stderr } = await runDemo([], { folder: place });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^demo_argument: The folder .*minference-demo cannot be made/);
});

test("help goes to stdout and is no failure", async () => {
  const { code, stdout, stderr } = await runDemo(["--help"], { folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("Exit codes:");
});
