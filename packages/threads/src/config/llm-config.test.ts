import { describe, expect, test } from "@jest/globals";
import { llmClients, responseFormats, type LLMClient } from "@minference/protocol";
import { ConfigError } from "../errors/config-error.ts";
import { LLMConfig } from "./llm-config.ts";

test("a config has the defaults of 1.5", () => {
  const config = new LLMConfig({ client: "openai" });
  expect(config.dump()).toEqual({
    client: "openai",
    model: null,
    maxTokens: 400,
    temperature: 0,
    responseFormat: "text",
    useCache: true,
    reasoner: false,
    reasoningEffort: "medium",
    endpoint: null,
    extraBody: {},
  });
});

test.each([
  ["client", "cohere"],
  ["maxTokens", 0],
  ["maxTokens", 1.5],
  ["temperature", 2.1],
  ["temperature", -0.1],
  ["responseFormat", "xml"],
  ["reasoningEffort", "none"],
  ["extraBody", []],
  ["apiKey", "sk-1"],
])("%s = %j is refused by name (G3, G8)", (name, value) => {
  expect(() => Reflect.construct(LLMConfig, [{ client: "openai", [name]: value }])).toThrow(
    new RegExp(`LLMConfig\\.${name}`),
  );
});

describe("which client offers which response format (4.2)", () => {
  const refusing: readonly LLMClient[] = ["anthropic", "vllm", "litellm"];
  const table = llmClients.flatMap((client) =>
    responseFormats.map((responseFormat) => ({
      client,
      responseFormat,
      isRefused: responseFormat === "json_object" && refusing.includes(client),
    })),
  );
  test.each(table)("$client, $responseFormat: refused is $isRefused", (row) => {
    const { client, responseFormat, isRefused } = row;
    const make = (): LLMConfig => new LLMConfig({ client, responseFormat });
    if (!isRefused) expect(make().responseFormat).toBe(responseFormat);
    else expect(make).toThrow(ConfigError);
  });
});

test("the refusal names what to use instead, and assignment does not check (4.2)", () => {
  expect(() => new LLMConfig({ client: "vllm", responseFormat: "json_object" })).toThrow(
    "The response format json_object is not offered by the client vllm. " +
      "Set LLMConfig.responseFormat to structured_output or json_beg.",
  );
  const config = new LLMConfig({ client: "vllm" });
  config.responseFormat = "json_object";
  expect(config.responseFormat).toBe("json_object");
});
