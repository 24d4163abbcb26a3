import { createClientsFromEnv, createOpenAIClient } from "@minference/clients";
import { startFakeProvider } from "@minference/clients/testing";
import { expect, test } from "@jest/globals";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { aRequest } from "./a-request.ts";

/** A proxy that tunnels every address to its port on 127.0.0.1, where the provider is. */
async function aProxy() {
  const asked: string[] = [];
  const server = createServer().on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    const target = connect(Number(request.url?.split(":")[1]), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    socket.on("error", () => target.destroy());
    target.on("error", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test("requests go through the proxy of the environment, but for the hosts that it excepts (R:C34)", async () => {
  await using proxy = await aProxy();
  await using provider = await startFakeProvider({ policy: "echo" });
  const { port } = new URL(provider.url);
  const env = {
    OPENAI_API_KEY: "sk-test",
    OPENAI_BASE_URL: `http://127.0.0.2:${port}`,
    HTTP_PROXY: proxy.url,
  };
  await using clients = createClientsFromEnv(env);
  const result = await clients.getOrThrow("openai").complete(aRequest());
  expect(result.answer.content).toBe("Why do prices fall?");
  expect(proxy.asked).toEqual([`127.0.0.2:${port}`]);
  await using direct = createClientsFromEnv({ ...env, NO_PROXY: "127.0.0.2" });
  const failed = await direct.getOrThrow("openai").complete(aRequest());
  expect(failed.answer.error?.kind).toBe("connection");
});

test("loopback is reached without the proxy", async () => {
  await using provider = await startFakeProvider({ policy: "echo" });
  const proxy = { http: "http://127.0.0.1:9" };
  await using client = createOpenAIClient({ apiKey: "sk-test", baseURL: provider.url, proxy });
  expect((await client.complete(aRequest())).answer.error).toBeNull();
});
