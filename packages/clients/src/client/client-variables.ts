import type { LLMClient } from "@minference/protocol";

/** The environment variable without which `createClientsFromEnv` does not make a client (spec 7). */
export const clientVariables: Readonly<Record<LLMClient, string>> = {
  openai: "OPENAI_API_KEY",
  azure_openai: "AZURE_OPENAI_API_KEY",
  anthropic: "ANTHROPIC_API_KEY",
  vllm: "VLLM_ENDPOINT",
  litellm: "LITELLM_ENDPOINT",
  openrouter: "OPENROUTER_API_KEY",
};
