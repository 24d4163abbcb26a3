import type { ClientOptions, EndpointOptions } from "../client/client-options.ts";

/** One more server that speaks OpenAI's API. */
export interface OpenAIEndpointOptions extends EndpointOptions {
  /** `chat` sends chat completions whatever the model's profile says; the client's when absent. */
  readonly api?: "chat";
}

/** What an openai client is made of; its base URL is `https://api.openai.com/v1` when absent. */
export interface OpenAIClientOptions extends ClientOptions<OpenAIEndpointOptions> {
  /** Sent as header `OpenAI-Organization`. */
  readonly organization?: string;
  /** Sent as header `OpenAI-Project`. */
  readonly project?: string;
  /** `chat` sends chat completions whatever the model's profile says. */
  readonly api?: "chat";
}

/** Whether a request to an endpoint goes over chat completions whatever the model's profile says. */
export function forcesChat(options: OpenAIClientOptions, endpoint: string | null): boolean {
  const own = endpoint === null ? undefined : options.endpoints?.[endpoint]?.api;
  return (own ?? options.api) === "chat";
}
