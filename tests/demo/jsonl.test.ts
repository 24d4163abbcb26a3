import { expect, jest, test } from "@jest/globals";
import { startFakeProvider } from "@minference/clients/testing";
import { EntityRegistry } from "@minference/ecs";
import { parseEcsId } from "@minference/protocol";
import { openSqliteStorage } from "@minference/storage-typeorm/threads";
import { ChatThread } from "@minference/threads";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { runDemo } from "./demo-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

// each test starts programs, on a machine that runs other tests beside them
jest.setTimeout(60_000);

const user = (content: string): object => ({ role: "user", content });
const assistant = (content: string): object => ({ role: "assistant", content });
const call = {
  id: "c1",
  type: "function",
  function: { name: "weather", arguments: '{"city":"Rome"}' },
};

const withTools = [
  { role: "system", content: "Be brief." },
  user("Is it raining in Rome?"),
  { role: "assistant", content: null, tool_calls: [call] },
  { role: "tool", content: '{"sky":"clear"}', tool_call_id: "c1" },
];
const long = Array.from({ length: 200 }, (_, index) =>
  index % 2 === 0 ? assistant(`answer ${index}`) : user(`question\u2028${index}`),
);
const conversations = [withTools, long, [user("Hello"), assistant("Hello, what is it?")]];

const line = (messages: readonly object[]): string => JSON.stringify({ messages });
const input = [
  line(withTools),
  '{"messages":[',
  line(long),
  '{"messages":[]}',
  line([user("hi"), { role: "tool", content: "clear", tool_call_id: "c1" }]),
  "",
  line([user("Hello"), assistant("Hello, what is it?")]),
].join("\n");

interface Row {
  readonly line: number;
  readonly status: string;
  readonly askedVersionId: string | null;
  readonly versionId: string;
  readonly content: string;
  readonly error: { readonly kind: string } | null;
}

const rowsOf = (text: string): readonly Row[] =>
  text
    .trimEnd()
    .split("\n")
    .map((row): Row => JSON.parse(row));

test("lines become stored threads that read back exactly, are answered once, and bad ones are told", async () => {
  await using place = await temporaryFolder();
  await using provider = await startFakeProvider({ policy: "echo" });
  const { folder } = place;
  const env = { OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: provider.url };
  await writeFile(path.join(folder, "in.jsonl"), input);
  const words = ["jsonl", "in.jsonl", "--storage", "sqlite:runs.db"];

  const first = await runDemo(words, { folder, env });
  expect(first.code).toBe(3);
  expect(first.stderr).toMatch(/^line 2: it is no JSON/m);
  expect(first.stderr).toMatch(/^line 4: its messages are an empty list/m);
  expect(first.stderr).toMatch(/^line 5: .*"c1"/m);
  expect(first.stderr).toMatch(/^3 done, 0 failed, 3 bad lines/m);
  const rows = rowsOf(first.stdout);
  expect(rows.map(({ line: number, status, content }) => [number, status, content])).toEqual([
    [1, "answered", "Is it raining in Rome?"],
    [3, "answered", "question\u2028199"],
    [7, "unchanged", "Hello, what is it?"],
  ]);

  await using storage = await openSqliteStorage({ path: path.join(folder, "runs.db") });
  const registry = new EntityRegistry({ storage });
  for (const [index, messages] of conversations.entries()) {
    const { askedVersionId, versionId } = rows[index] ?? {};
    const asked = parseEcsId(askedVersionId ?? versionId ?? "");
    const thread = asked && (await registry.get(ChatThread, asked));
    expect(thread?.history.map((message) => message.toChatMl())).toEqual(messages);
  }

  const second = await runDemo([...words, "--out", "out.jsonl"], { folder, env });
  expect(second.code).toBe(3);
  expect(await readFile(path.join(folder, "out.jsonl"), "utf8")).toBe(first.stdout);
  expect(provider.log()).toHaveLength(2);
});

test("a turn that fails is told in its row, with exit code 1; the next start asks only it again", async () => {
  await using place = await temporaryFolder();
  const refused = {
    kind: "body" as const,
    status: 400,
    body: { error: { message: "not that", code: "bad" } },
  };
  const calls = {
    kind: "calls" as const,
    calls: [{ name: "weather", arguments: { city: "Rome" } }],
  };
  await using provider = await startFakeProvider({
    policy: "echo",
    faults: [
      { answer: refused, contains: "second", sendings: "first" },
      { answer: calls, contains: "weather" },
    ],
  });
  const { folder } = place;
  const env = { OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: provider.url };
  const input = ["first", "second", "the weather?"].map((text) => line([user(text)]));
  await writeFile(path.join(folder, "in.jsonl"), input.join("\n"));
  const words = ["jsonl", "in.jsonl", "--storage", "sqlite:runs.db"];
  const answered = { line: 1, status: "answered", content: "first", error: null };
  const called = {
    line: 3,
    status: "answered",
    toolCalls: [{ function: { name: "weather", arguments: '{"city":"Rome"}' } }],
  };

  const first = await runDemo(words, { folder, env });
  expect(first.code).toBe(1);
  expect(rowsOf(first.stdout)).toMatchObject([
    answered,
    { line: 2, status: "failed", content: null, error: { kind: "invalid_request" } },
    called,
  ]);

  const second = await runDemo(words, { folder, env });
  expect(second.code).toBe(0);
  expect(rowsOf(second.stdout)).toMatchObject([
    answered,
    { line: 2, status: "answered", content: "second" },
    called,
  ]);
  expect(provider.log()).toHaveLength(4);
});

test("a key that the provider refuses is a wrong key: exit code 2, and the key is not told", async () => {
  await using place = await temporaryFolder();
  await using provider = await startFakeProvider({ apiKey: "sk-right" });
  const { folder } = place;
  const env = { OPENAI_API_KEY: "sk-canary", OPENAI_BASE_URL: provider.url };
  await writeFile(path.join(folder, "in.jsonl"), line([user("hi")]));
  const words = ["jsonl", "in.jsonl", "--storage", "memory"];
  const { code, stdout, stderr } = await runDemo(words, { folder, env });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^auth: /m);
  expect(stdout + stderr).not.toContain("canary");
});
