import { createOpenAIClient, type OpenAIClientOptions } from "@minference/clients";
import { fakeError, startFakeProvider, type FakeAnswer } from "@minference/clients/testing";
import { describe, expect, test } from "@jest/globals";
import type { ChatResult } from "@minference/protocol";
import { parseAnswer, wireHash } from "@minference/wire";
import type { Socket } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { aRawServer, okHead } from "./a-raw-server.ts";
import { aRequest } from "./a-request.ts";

const completion = JSON.stringify({
  choices: [{ message: { role: "assistant", content: "Hi." }, finish_reason: "stop" }],
});

async function ask(
  baseURL: string,
  options: Partial<OpenAIClientOptions> = {},
): Promise<ChatResult> {
  await using client = createOpenAIClient({ apiKey: "sk-test", baseURL, ...options });
  const result = await client.complete(aRequest());
  const { requestHash, envelope, messages } = result.sent;
  const sent = { requestHash, envelope, wireHash: wireHash(messages) };
  // what is stored of any fault is read again with the same outcome
  expect(parseAnswer({ ...result, ...sent }).answer).toEqual(result.answer);
  return result;
}

async function askFake(
  answer: FakeAnswer,
  options: Partial<OpenAIClientOptions> = {},
): Promise<ChatResult> {
  await using provider = await startFakeProvider({ policy: { script: [answer] } });
  const result = await ask(provider.url, options);
  expect(provider.log()).toHaveLength(1);
  return result;
}

async function askRaw(
  answer: (socket: Socket) => void,
  options: Partial<OpenAIClientOptions> = {},
): Promise<ChatResult> {
  await using server = await aRawServer(answer);
  return await ask(server.url, options);
}

function errorIn(result: ChatResult) {
  return result.answer.error;
}

describe("refusals of the provider, sent once and never again", () => {
  test.each([
    [
      fakeError({ status: 429, code: "rate_limit_exceeded", retryAfter: "2" }),
      "rate_limited",
      2000,
    ],
    [fakeError({ status: 429, code: "insufficient_quota" }), "quota", null],
    [fakeError({ status: 429, retryAfter: "soon" }), "rate_limited", null],
    [fakeError({ status: 500 }), "server", null],
    [fakeError({ status: 503, retryAfter: "99999999" }), "server", 3_600_000],
    [fakeError({ status: 529 }), "overloaded", null],
    [fakeError({ status: 401 }), "auth", null],
    [fakeError({ status: 403 }), "permission", null],
    [fakeError({ status: 404, code: "model_not_found" }), "not_found", null],
    [fakeError({ status: 400, code: "context_length_exceeded" }), "context_length", null],
    [fakeError({ status: 413 }), "too_large", null],
  ])("%j", async (answer, kind, retryAfterMs) => {
    const result = await askFake(answer);
    expect(errorIn(result)).toMatchObject({ kind, httpStatus: answer.status });
    expect(result.retryAfterMs).toBe(retryAfterMs);
    expect(result.rawResult).toEqual(answer.body);
  });

  test("a page of a gateway is kept as text and classed by its status", async () => {
    const page = "<html><h1>502 Bad Gateway</h1></html>";
    const headers = { "content-type": "text/html" };
    const result = await askFake({ kind: "body", status: 502, body: page, headers });
    expect(errorIn(result)).toMatchObject({ kind: "server", retryable: true });
    expect(result.rawResult).toEqual({ text: page });
  });
});

describe("status 200 that is no answer (R:C15, R:C16)", () => {
  test.each([
    ["a page", "<html></html>", "text/html"],
    ["an empty body", "", "application/json"],
    ["two JSON values", `${completion}${completion}`, "application/json"],
    ["JSON cut off", completion.slice(0, 40), "application/json"],
    ["an answer that is called a page", completion, "text/html"],
    ["an answer that is called an event stream", completion, "text/event-stream"],
  ])("%s is a protocol error", async (_, body, type) => {
    const result = await askFake({ kind: "body", body, headers: { "content-type": type } });
    expect(errorIn(result)).toMatchObject({ kind: "protocol", retryable: false, httpStatus: 200 });
    expect(result.answer.content).toBeNull();
  });

  test.each(["application/json; charset=utf-8", "application/problem+json", "APPLICATION/JSON"])(
    "an answer of type %s is one",
    async (type) => {
      const headers = { "content-type": type };
      expect(errorIn(await askFake({ kind: "body", body: completion, headers }))).toBeNull();
    },
  );

  test("an answer without a type is one", async () => {
    const result = await askRaw((socket) => {
      socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${completion.length}\r\n\r\n${completion}`);
    });
    expect(result.answer.content).toBe("Hi.");
  });

  test("JSON that no storage could take back is kept as text", async () => {
    const body = `{"choices":[],"deep":${"[".repeat(2000)}${"]".repeat(2000)}}`;
    const headers = { "content-type": "application/json" };
    const result = await askFake({ kind: "body", body, headers });
    expect(result.rawResult).toEqual({ text: body });
    expect(errorIn(result)?.kind).toBe("protocol");
  });

  test("a byte order mark before the JSON is dropped", async () => {
    const headers = { "content-type": "application/json" };
    const result = await askFake({ kind: "body", body: `\ufeff${completion}`, headers });
    expect(result.answer.content).toBe("Hi.");
  });
});

describe("redirects (R:C23)", () => {
  test.each([301, 302, 307, 308])(
    "status %i is not followed, and says where it points",
    async (status) => {
      await using target = await startFakeProvider();
      const location = `${target.url}/chat/completions`;
      const result = await askFake({ kind: "body", status, body: "", headers: { location } });
      expect(errorIn(result)).toMatchObject({ kind: "protocol", retryable: false });
      expect(errorIn(result)?.message).toContain(location);
      expect(target.log()).toEqual([]);
    },
  );
});

describe("connections (C9, R:C10)", () => {
  test("a refused one is a connection error that may be retried", async () => {
    const { url } = await startFakeProvider().then(async (provider) => {
      await provider.close();
      return provider;
    });
    const result = await ask(url);
    expect(errorIn(result)).toMatchObject({
      kind: "connection",
      retryable: true,
      httpStatus: null,
    });
    expect(result.rawResult).toBeNull();
  });

  test("a server that speaks no TLS is a connection error", async () => {
    await using server = await aRawServer((socket) => socket.end("HTTP/1.1 400 Bad\r\n\r\n"));
    const result = await ask(server.url.replace("http:", "https:"));
    expect(errorIn(result)?.kind).toBe("connection");
  });

  test.each(["request", "headers", "half"] as const)("one cut after the %s", async (after) => {
    const result = await askFake({ kind: "cut", after });
    expect(errorIn(result)).toMatchObject({ kind: "connection", retryable: true });
    expect(result.answer.content).toBeNull();
  });

  test("a body that is shorter than was announced keeps what came", async () => {
    const result = await askRaw((socket) => {
      socket.end(`${okHead}content-length: 5000\r\n\r\n${completion.slice(0, 30)}`);
    });
    expect(errorIn(result)).toMatchObject({ kind: "connection", httpStatus: 200 });
    expect(result.rawResult).toEqual({ text: completion.slice(0, 30) });
  });

  test("chunks that end without the last one", async () => {
    const result = await askRaw((socket) => {
      socket.end(`${okHead}transfer-encoding: chunked\r\n\r\n5\r\n{"cho\r\n`);
    });
    expect(errorIn(result)).toMatchObject({ kind: "connection", retryable: true });
  });

  test("what is no HTTP is a protocol error", async () => {
    const result = await askRaw((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"));
    expect(errorIn(result)).toMatchObject({ kind: "protocol", retryable: false });
  });

  test("headers without end are too large", async () => {
    const result = await askRaw((socket) => {
      socket.end(`${okHead}x-long: ${"x".repeat(40_000)}\r\n\r\n`);
    });
    expect(errorIn(result)?.kind).toBe("too_large");
  });

  test("one that the server closed between two calls is made anew (R:C34)", async () => {
    await using server = await aRawServer((socket) => {
      socket.end(`${okHead}content-length: ${completion.length}\r\n\r\n${completion}`);
    });
    await using client = createOpenAIClient({ apiKey: "sk-test", baseURL: server.url });
    expect((await client.complete(aRequest())).answer.content).toBe("Hi.");
    await server.hungUp;
    expect((await client.complete(aRequest())).answer.content).toBe("Hi.");
    expect(server.connections()).toBe(2);
  });
});

describe("clocks (R:C11, R:C12)", () => {
  test.each(["request", "headers", "half"] as const)(
    "silence after the %s ends by the idle clock",
    async (after) => {
      const result = await askFake({ kind: "silence", after }, { timeouts: { idleMs: 40 } });
      expect(errorIn(result)).toMatchObject({ kind: "timeout", retryable: true });
      expect(errorIn(result)?.message).toContain("idle clock");
    },
  );

  test("silence ends by the total clock when there is no idle clock", async () => {
    const answer = { kind: "silence", after: "request" } as const;
    const result = await askFake(answer, { timeouts: { totalMs: 40 } });
    expect(errorIn(result)).toMatchObject({ kind: "timeout", retryable: true });
    expect(errorIn(result)?.message).toContain("within 40 ms (total clock)");
  });

  test("a byte now and then does not stop the total clock", async () => {
    let drip: NodeJS.Timeout | undefined;
    const result = await askRaw(
      (socket) => {
        socket.write(`${okHead}content-length: 100000\r\n\r\n`);
        drip = setInterval(() => socket.write(" "), 5);
        socket.on("close", () => clearInterval(drip));
      },
      { timeouts: { idleMs: 10_000, totalMs: 80 } },
    );
    expect(errorIn(result)?.message).toContain("total clock");
    expect(result.httpStatus).toBe(200);
  });

  test("the timeout of one call takes the place of the client's total clock", async () => {
    await using provider = await startFakeProvider({
      policy: () => ({ kind: "silence", after: "request" }),
    });
    await using client = createOpenAIClient({ apiKey: "sk-test", baseURL: provider.url });
    const result = await client.complete(aRequest(), { timeoutMs: 30 });
    expect(errorIn(result)?.message).toContain("within 30 ms");
  });

  test("a timeout beyond the longest timer waits and does not fire at once (fact 7)", async () => {
    await using provider = await startFakeProvider({ policy: "echo", latencyMs: 20 });
    await using client = createOpenAIClient({
      apiKey: "sk-test",
      baseURL: provider.url,
      timeouts: { connectMs: 2 ** 40, idleMs: 2 ** 40, totalMs: Number.POSITIVE_INFINITY },
    });
    expect(errorIn(await client.complete(aRequest()))).toBeNull();
  });
});

describe("size (R:C18)", () => {
  const options = { maxBodyBytes: 1000 };
  const large = { kind: "body", body: { text: "x".repeat(5000) } } as const;

  test("a body over the cap is too large, and what came below it is kept", async () => {
    const result = await askFake(large, options);
    expect(errorIn(result)).toMatchObject({ kind: "too_large", retryable: false });
    expect(JSON.stringify(result.rawResult).length).toBeLessThan(1100);
  });

  test("an error body over the cap is too large as well", async () => {
    expect(errorIn(await askFake({ ...large, status: 500 }, options))?.kind).toBe("too_large");
  });

  test("a body without end is cut at the cap", async () => {
    await using server = await aRawServer((socket) => {
      socket.write(`${okHead}transfer-encoding: chunked\r\n\r\n`);
      const more = (): void => {
        while (socket.write(`400\r\n${"x".repeat(1024)}\r\n`));
        socket.once("drain", more);
      };
      more();
    });
    expect(errorIn(await ask(server.url, options))?.kind).toBe("too_large");
    await server.hungUp;
  });

  test("48 KB that inflate to 50 MB are too large", async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, "x"));
    const result = await askFake(encoded(bomb, "gzip"));
    expect(bomb.length).toBeLessThan(64 * 1024);
    expect(errorIn(result)?.kind).toBe("too_large");
  });
});

function encoded(bytes: Buffer, encoding: string): FakeAnswer {
  const headers = { "content-type": "application/json", "content-encoding": encoding };
  return { kind: "body", body: { base64: bytes.toString("base64") }, headers };
}

describe("encodings that nobody asked for", () => {
  const bytes = Buffer.from(completion);

  test.each([
    ["gzip", gzipSync(bytes)],
    ["deflate", deflateSync(bytes)],
    ["br", brotliCompressSync(bytes)],
    ["identity", bytes],
  ])("%s is undone", async (encoding, body) => {
    expect((await askFake(encoded(body, encoding))).answer.content).toBe("Hi.");
  });

  test.each([
    ["zstd", bytes],
    ["gzip", Buffer.from("no gzip at all")],
  ])("%s that cannot be undone is a protocol error", async (encoding, body) => {
    const result = await askFake(encoded(body, encoding));
    expect(errorIn(result)).toMatchObject({ kind: "protocol", retryable: false });
    expect(result.rawResult).toBeNull();
  });
});
