import type { LLMClient, ResponseFormat } from "@minference/protocol";
import { ConfigError } from "../errors/config-error.ts";

/**
 * Makes sure that a client offers a response format (spec 4.2).
 *
 * @throws {ConfigError} it does not; the error names what to use instead.
 */
export function checkResponseFormat(config: {
  readonly client: LLMClient;
  readonly responseFormat: ResponseFormat;
  readonly ecsId: string;
}): void {
  const { client, responseFormat, ecsId } = config;
  if (!refusedFormats[client].includes(responseFormat)) return;
  const instead = ["structured_output", "json_beg"] as const;
  throw new ConfigError({ responseFormat, client, instead, ecsId });
}

/** JSON without a schema makes servers of these kinds emit endless whitespace, or does not exist there (4.2). */
const refusedFormats: Readonly<Record<LLMClient, readonly ResponseFormat[]>> = {
  openai: [],
  azure_openai: [],
  anthropic: ["json_object"],
  vllm: ["json_object"],
  litellm: ["json_object"],
  openrouter: [],
};
