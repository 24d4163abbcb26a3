import { createOpenAIClient } from "@minference/clients";
import { startFakeProvider } from "@minference/clients/testing";
import { expect, test } from "@jest/globals";
import { aRequest } from "./a-request.ts";

test("a completion brings its text, its usage and the hash of the bytes that were sent", async () => {
  await using provider = await startFakeProvider({ policy: "echo" });
  await using client = createOpenAIClient({ apiKey: "sk-test", baseURL: provider.url });
  const result = await client.complete(aRequest());
  expect(result.answer.error).toBeNull();
  expect(result.answer.content).toBe("Why do prices fall?");
  expect(result.answer.usage?.promptTokens).toBe(19);
  expect(provider.log()[0]?.bodySha256).toBe(result.sent.requestHash);
});
