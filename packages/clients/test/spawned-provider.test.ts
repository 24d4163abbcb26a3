import { createAnthropicClient, createOpenAIClient } from "@minference/clients";
import { fakeError, spawnFakeProvider } from "@minference/clients/testing";
import { expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { aClaudeRequest } from "./a-claude-request.ts";
import { aRequest } from "./a-request.ts";

test("a provider in a process of its own answers, and its log is read over HTTP", async () => {
  const faults = [{ first: 1, answer: fakeError({ status: 429, retryAfter: "1" }) }];
  await using provider = await spawnFakeProvider({ policy: "echo", faults });
  await using client = createOpenAIClient({ apiKey: "sk-test", baseURL: provider.url });
  expect((await client.complete(aRequest())).answer.error?.kind).toBe("rate_limited");
  expect((await client.complete(aRequest())).answer.content).toBe("Why do prices fall?");
  expect((await provider.log()).map((entry) => entry.status)).toEqual([429, 200]);
  expect(provider.pid).not.toBe(process.pid);
});

test("it speaks Anthropic's wire too, with the same faults", async () => {
  const faults = [{ first: 1, answer: fakeError({ status: 529 }) }];
  await using provider = await spawnFakeProvider({ policy: "echo", faults });
  await using client = createAnthropicClient({ apiKey: "sk-test", baseURL: provider.url });
  expect((await client.complete(aClaudeRequest())).answer.error?.kind).toBe("overloaded");
  expect((await client.complete(aClaudeRequest())).answer.content).toBe("Why do prices fall?");
  expect((await provider.log()).map(({ wire, status }) => [wire, status])).toEqual([
    ["anthropic", 529],
    ["anthropic", 200],
  ]);
});

test("its answers may come from a file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "minference-"));
  const scriptFile = join(folder, "script.json");
  await writeFile(scriptFile, JSON.stringify(["from the file"]));
  await using provider = await spawnFakeProvider({ policy: { scriptFile } });
  await using client = createOpenAIClient({ apiKey: "sk-test", baseURL: provider.url });
  expect((await client.complete(aRequest())).answer.content).toBe("from the file");
  await rm(folder, { recursive: true });
});

/** Starts a provider from a program and kills that; `gone` resolves when the provider hangs up. */
async function fromKilledProgram(endsWith: "caller" | "never") {
  const program = `
    import { spawnFakeProvider } from "@minference/clients/testing";
    const { url, pid } = await spawnFakeProvider({ policy: "echo", endsWith: "${endsWith}", idleMs: 20000 });
    console.log(url, pid);
    setInterval(() => undefined, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")).map(String);
  const [url = "", pid] = line?.split(" ") ?? [];
  const connection = connect(Number(new URL(url).port), "127.0.0.1");
  await once(connection, "connect");
  connection.on("error", () => undefined).resume();
  const gone = new Promise<void>((resolve) => connection.once("close", () => resolve()));
  child.kill("SIGKILL");
  await once(child, "exit");
  return { url, pid: Number(pid), gone };
}

test("one that never ends with its caller outlives a kill, its log too", async () => {
  const { url, pid, gone } = await fromKilledProgram("never");
  await using client = createOpenAIClient({ apiKey: "sk-test", baseURL: url });
  expect((await client.complete(aRequest())).answer.error).toBeNull();
  const log = await (await fetch(new URL("/__log", url))).json();
  expect(log).toHaveLength(1);
  process.kill(pid);
  await gone;
});

test("one that ends with its caller is gone when the caller is killed", async () => {
  const { url, gone } = await fromKilledProgram("caller");
  await gone;
  await using client = createOpenAIClient({ apiKey: "sk-test", baseURL: url });
  expect((await client.complete(aRequest())).answer.error?.kind).toBe("connection");
});

test("a program that closes a provider of its own ends with its own exit code", async () => {
  const program = `
    import { spawnFakeProvider } from "@minference/clients/testing";
    await (await spawnFakeProvider({ endsWith: "never" })).close();
    process.exitCode = 7;
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    cwd: import.meta.dirname,
    stdio: "ignore",
  });
  expect(await once(child, "exit")).toEqual([7, null]);
});
