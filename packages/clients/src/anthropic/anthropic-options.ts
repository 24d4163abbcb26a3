import type { ClientOptions } from "../client/client-options.ts";

/** What an anthropic client is made of; its base URL is `https://api.anthropic.com` when absent. */
export interface AnthropicClientOptions extends ClientOptions {
  /** Which header the key goes in: `authorization` unless said; some proxies read `x-api-key` alone. */
  readonly keyHeader?: "authorization" | "x-api-key";
  /** `2026-10-21` unless said, which samples as it likes; with `2023-06-01` models up to 4.6 take a temperature. */
  readonly apiVersion?: "2026-10-21" | "2023-06-01";
}
