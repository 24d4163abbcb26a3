import { startFakeProvider } from "@minference/clients/testing";
import { expect, test } from "@jest/globals";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { aRequest } from "./a-request.ts";

/** Runs a program in whose environment the SDK would find much, and gives what it wrote. */
async function output(baseURL: string): Promise<string> {
  const program = `
    import { createOpenAIClient } from "@minference/clients";
    const client = createOpenAIClient({ apiKey: "sk-test", baseURL: "${baseURL}", project: "proj_1" });
    const { answer } = await client.complete(${JSON.stringify(aRequest())});
    process.exitCode = answer.error === null ? 0 : 1;
  `;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "-e", program],
    {
      cwd: import.meta.dirname,
      env: {
        OPENAI_API_KEY: "sk-canary",
        OPENAI_BASE_URL: "http://127.0.0.1:9/v1",
        OPENAI_CUSTOM_HEADERS: "x-canary: 1",
        OPENAI_LOG: "debug",
        OPENAI_ORG_ID: "org-canary",
        OPENAI_PROJECT_ID: "proj-canary",
        HTTP_PROXY: "http://127.0.0.1:9",
      },
    },
  );
  return stdout + stderr;
}

test("a client takes nothing from the environment: no header, address, proxy or log (spec 7, E4)", async () => {
  await using provider = await startFakeProvider({ apiKey: "sk-test" });
  expect(await output(provider.url)).toBe("");
  const [request] = provider.log();
  expect(request?.headers["openai-project"]).toBe("proj_1");
  expect(Object.keys(request?.headers ?? {}).sort()).toEqual([
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "openai-project",
    "user-agent",
  ]);
});
