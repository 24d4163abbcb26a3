import {
  createAnthropicClient,
  createClientsFromEnv,
  createOpenAIClient,
} from "@minference/clients";
import { startFakeProvider } from "@minference/clients/testing";
import { expect, test } from "@jest/globals";
import { inspect } from "node:util";
import { aClaudeRequest } from "./a-claude-request.ts";
import { aRequest } from "./a-request.ts";

const apiKey = "sk-canary-0123456789";
const everything = { depth: 20, showHidden: true, getters: true };

test("inspecting a client or the clients of the environment shows no key (E2)", () => {
  const clients = createClientsFromEnv({ OPENAI_API_KEY: apiKey, ANTHROPIC_API_KEY: apiKey });
  const openai = createOpenAIClient({ apiKey, endpoints: { a: { apiKey } } });
  const anthropic = createAnthropicClient({ apiKey, keyHeader: "x-api-key" });
  const shown = [clients, openai, anthropic].map(
    (each) => inspect(each, everything) + JSON.stringify(each),
  );
  expect(shown.join("\n")).not.toContain("canary");
});

test("a provider that echoes the key does not bring it into the result (E2)", async () => {
  await using provider = await startFakeProvider({
    policy: {
      script: [
        {
          kind: "body",
          status: 401,
          body: {
            error: { message: `Incorrect API key provided: ${apiKey}`, code: "invalid_api_key" },
          },
        },
        { kind: "body", body: `<html>${apiKey}</html>` },
        { kind: "body", status: 307, body: "", headers: { location: `http://x/?key=${apiKey}` } },
        `Your key is ${apiKey}.`,
      ],
    },
  });
  await using client = createOpenAIClient({ apiKey, baseURL: provider.url });
  for (const kind of ["auth", "protocol", "protocol", undefined]) {
    const result = await client.complete(aRequest());
    expect(result.answer.error?.kind).toBe(kind);
    expect(inspect(result, everything)).not.toContain("canary");
  }
  expect(provider.log()).toHaveLength(4);
});

test("a provider on Anthropic's wire that echoes the key does not bring it into the result (E2)", async () => {
  const error = { type: "authentication_error", message: `invalid x-api-key: ${apiKey}` };
  await using provider = await startFakeProvider({
    policy: {
      script: [
        { kind: "body", status: 401, body: { type: "error", error } },
        { kind: "body", body: `<html>${apiKey}</html>` },
        `Your key is ${apiKey}.`,
      ],
    },
  });
  await using client = createAnthropicClient({ apiKey, baseURL: provider.url });
  for (const kind of ["auth", "protocol", undefined]) {
    const result = await client.complete(aClaudeRequest());
    expect(result.answer.error?.kind).toBe(kind);
    expect(inspect(result, everything)).not.toContain("canary");
  }
});

test("the log of the fake provider holds no key (E5)", async () => {
  await using provider = await startFakeProvider();
  await using openai = createOpenAIClient({ apiKey, baseURL: provider.url });
  await openai.complete(aRequest());
  for (const keyHeader of ["authorization", "x-api-key"] as const) {
    await using anthropic = createAnthropicClient({ apiKey, baseURL: provider.url, keyHeader });
    await anthropic.complete(aClaudeRequest());
  }
  const overHttp = await (await fetch(new URL("/__log", provider.url))).text();
  expect(JSON.parse(overHttp)).toEqual(provider.log());
  expect(provider.log()).toHaveLength(3);
  expect(overHttp).not.toContain("canary");
});
