import { expect, jest, test } from "@jest/globals";
import { spawnFakeProvider } from "@minference/clients/testing";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { readCommitted } from "./committed-turns.ts";
import { runDemo, startDemo } from "./demo-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

// programs are started, on a machine that runs other tests beside them
jest.setTimeout(60_000);

const lines = 40;
const concurrency = 4;
const words = [
  "jsonl",
  "in.jsonl",
  "--storage",
  "sqlite:runs.db",
  "--concurrency",
  String(concurrency),
];

test("lines of input that are answered when the demo is killed are not asked again, and all results come (O11)", async () => {
  await using place = await temporaryFolder();
  await using server = await spawnFakeProvider({ latencyMs: 20, log: "heads" });
  const { folder } = place;
  const env = { OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: server.url };
  const input = Array.from({ length: lines }, (_, index) =>
    JSON.stringify({ messages: [{ role: "user", content: `question ${index}` }] }),
  );
  await writeFile(path.join(folder, "in.jsonl"), input.join("\n"));

  const killed = startDemo(words, { folder, env });
  while (killed.child.exitCode === null && (await server.log()).length < lines / 2) {
    await setTimeout(5);
  }
  killed.child.kill("SIGKILL");
  expect(await killed.ended).toMatchObject({ code: null, stdout: "" });
  const committed = readCommitted(path.join(folder, "runs.db"));
  const known = (await server.log()).length;

  const { code, stdout } = await runDemo(words, { folder, env });
  expect(code).toBe(0);
  expect(stdout.match(/"status":"answered"/g)).toHaveLength(lines);
  const log = await server.log();
  expect(log.slice(known).filter(({ bodySha256 }) => committed.has(bodySha256))).toHaveLength(0);
  expect(committed.size).toBeGreaterThanOrEqual(lines / 2 - concurrency);
  expect(log.length).toBeLessThanOrEqual(lines + concurrency);
});
