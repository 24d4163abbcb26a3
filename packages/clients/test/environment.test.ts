import { startFakeProvider } from "@minference/clients/testing";
import { expect, test } from "@jest/globals";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { aClaudeRequest } from "./a-claude-request.ts";
import { aRequest } from "./a-request.ts";

/** Runs a program in whose environment the SDKs would find much, and gives what it wrote. */
async function output(program: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "-e", program],
    { cwd: import.meta.dirname, env: { ...openaiEnv, ...anthropicEnv } },
  );
  return stdout + stderr;
}

const openaiEnv = {
  OPENAI_API_KEY: "sk-canary",
  OPENAI_BASE_URL: "http://127.0.0.1:9/v1",
  OPENAI_CUSTOM_HEADERS: "x-canary: 1",
  OPENAI_LOG: "debug",
  OPENAI_ORG_ID: "org-canary",
  OPENAI_PROJECT_ID: "proj-canary",
  HTTP_PROXY: "http://127.0.0.1:9",
};

const anthropicEnv = {
  ANTHROPIC_API_KEY: "sk-canary",
  ANTHROPIC_AUTH_TOKEN: "token-canary",
  ANTHROPIC_BASE_URL: "http://127.0.0.1:9",
  ANTHROPIC_CUSTOM_HEADERS: "x-canary: 1",
  ANTHROPIC_LOG: "debug",
  ANTHROPIC_OPEN_TELEMETRY: "true",
  ANTHROPIC_PROFILE: "canary",
};

const always = [
  "accept",
  "authorization",
  "connection",
  "content-length",
  "content-type",
  "host",
  "user-agent",
];

test.each([
  {
    make: "createOpenAIClient",
    options: { project: "proj_1" },
    request: aRequest(),
    own: ["openai-project"],
  },
  {
    make: "createAnthropicClient",
    options: {},
    request: aClaudeRequest(),
    own: ["anthropic-version"],
  },
])(
  "$make takes nothing from the environment: no header, address, proxy or log (spec 7, E4)",
  async ({ make, options, request, own }) => {
    await using provider = await startFakeProvider({ apiKey: "sk-test" });
    const made = { ...options, apiKey: "sk-test", baseURL: provider.url };
    const written = await output(`
      import { ${make} } from "@minference/clients";
      const client = ${make}(${JSON.stringify(made)});
      const { answer } = await client.complete(${JSON.stringify(request)});
      process.exitCode = answer.error === null ? 0 : 1;
    `);
    expect(written).toBe("");
    const headers = provider.log()[0]?.headers ?? {};
    expect(Object.keys(headers).sort()).toEqual([...always, ...own].sort());
    expect(JSON.stringify(headers)).not.toContain("canary");
  },
);
