export type { ChatClient, CompleteOptions } from "./client/chat-client.ts";
export { createClients } from "./client/clients.ts";
export type { Clients } from "./client/clients.ts";
export { createClientsFromEnv } from "./clients-from-env.ts";
export type { Environment } from "./clients-from-env.ts";
export { createOpenAIClient } from "./openai/openai-client.ts";
export type {
  OpenAIClientOptions,
  OpenAIEndpointOptions,
  OpenAITimeouts,
} from "./openai/openai-options.ts";
export { openAIProfile, openAIProfiles } from "./profile/openai-profiles.ts";
export type { ProfileRow } from "./profile/profile-row.ts";
export type { ProxyOptions } from "./transport/dispatcher.ts";
export { Secret } from "./secret/secret.ts";
export { AbortHub } from "./transport/abort-hub.ts";
