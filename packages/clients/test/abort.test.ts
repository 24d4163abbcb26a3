import { createOpenAIClient } from "@minference/clients";
import { startFakeProvider } from "@minference/clients/testing";
import { expect, test } from "@jest/globals";
import { getEventListeners } from "node:events";
import { aRawServer, okHead } from "./a-raw-server.ts";
import { aRequest } from "./a-request.ts";

const aborted = { kind: "aborted", code: "aborted", retryable: false };

test("an abort before the call sends nothing (R:C26)", async () => {
  await using provider = await startFakeProvider();
  await using client = createOpenAIClient({ apiKey: "sk-test", baseURL: provider.url });
  const result = await client.complete(aRequest(), { signal: AbortSignal.abort() });
  expect(result.answer.error).toMatchObject(aborted);
  expect(result.rawResult).toBeNull();
  expect(result.sent.requestHash).toMatch(/^[0-9a-f]{64}$/);
  expect(provider.log()).toEqual([]);
});

test("an abort before the headers hangs up", async () => {
  const controller = new AbortController();
  await using server = await aRawServer(() => controller.abort());
  await using client = createOpenAIClient({ apiKey: "sk-test", baseURL: server.url });
  const result = await client.complete(aRequest(), { signal: controller.signal });
  expect(result.answer.error).toMatchObject({ ...aborted, httpStatus: null });
  await server.hungUp;
});

test("an abort in the body hangs up and keeps what came", async () => {
  const controller = new AbortController();
  await using server = await aRawServer((socket) => {
    socket.write(`${okHead}content-length: 5000\r\n\r\n{"choices":`);
    setTimeout(() => controller.abort(), 30);
  });
  await using client = createOpenAIClient({ apiKey: "sk-test", baseURL: server.url });
  const result = await client.complete(aRequest(), { signal: controller.signal });
  expect(result.answer.error).toMatchObject({ ...aborted, httpStatus: 200 });
  expect(result.rawResult).toEqual({ text: '{"choices":' });
  await server.hungUp;
});

test("an abort after the end changes nothing", async () => {
  const controller = new AbortController();
  await using provider = await startFakeProvider({ policy: "echo" });
  await using client = createOpenAIClient({ apiKey: "sk-test", baseURL: provider.url });
  const { signal } = controller;
  const result = await client.complete(aRequest(), { signal });
  controller.abort();
  expect(result.answer.error).toBeNull();
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("2,000 calls that share a signal give no warning and leave no listener (R:C29)", async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning);
  process.on("warning", onWarning);
  const { signal } = new AbortController();
  await using provider = await startFakeProvider({ policy: "echo", log: "heads" });
  await using client = createOpenAIClient({ apiKey: "sk-test", baseURL: provider.url });
  const calls = Array.from({ length: 2000 }, () => client.complete(aRequest(), { signal }));
  const results = await Promise.all(calls);
  process.off("warning", onWarning);
  expect(results.filter((result) => result.answer.error !== null)).toEqual([]);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  expect(warnings).toEqual([]);
});

test("one abort ends all calls that share its signal", async () => {
  const controller = new AbortController();
  let arrived = 0;
  await using server = await aRawServer(() => {
    arrived += 1;
    if (arrived === 20) controller.abort();
  });
  await using client = createOpenAIClient({ apiKey: "sk-test", baseURL: server.url });
  const { signal } = controller;
  const results = await Promise.all(
    Array.from({ length: 20 }, () => client.complete(aRequest(), { signal })),
  );
  expect(new Set(results.map((result) => result.answer.error?.kind))).toEqual(new Set(["aborted"]));
});

test("closing the client ends what is under way, and is quiet when done again", async () => {
  const client = createOpenAIClient({ apiKey: "sk-test", baseURL: "http://127.0.0.1:9" });
  await using server = await aRawServer(() => void closing.close());
  const closing = createOpenAIClient({ apiKey: "sk-test", baseURL: server.url });
  const result = await closing.complete(aRequest());
  expect(result.answer.error).toMatchObject(aborted);
  await closing.close();
  await client.close();
  expect((await client.complete(aRequest())).answer.error).toMatchObject(aborted);
});
