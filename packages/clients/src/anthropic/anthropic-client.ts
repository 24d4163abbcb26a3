import Anthropic from "@anthropic-ai/sdk";
import type { ChatRequest } from "@minference/protocol";
import { anthropicBody } from "@minference/wire";
import type { ChatClient } from "../client/chat-client.ts";
import { clientSettings, type ClientEndpoint } from "../client/client-settings.ts";
import type { RenderedRequest } from "../client/rendered-request.ts";
import { SdkChatClient } from "../client/sdk-chat-client.ts";
import { SdkSender, type PostThroughSdk, type SdkFetch } from "../client/sdk-sender.ts";
import { anthropicProfile } from "../profile/anthropic-profiles.ts";
import { anthropicBaseURL } from "../transport/base-url.ts";
import { HttpTransport } from "../transport/http-transport.ts";
import type { AnthropicClientOptions } from "./anthropic-options.ts";

/**
 * A client of Anthropic's messages API, or of a proxy that speaks it, over the official SDK with our own fetch.
 *
 * The key is in no log, error, inspection or result.
 *
 * @throws {AuthError} a key is blank or holds what no header takes.
 * @throws {InvalidRequestError} a URL or a number among the options cannot be used.
 */
export function createAnthropicClient(options: AnthropicClientOptions): ChatClient {
  const name = "anthropic";
  const { keyHeader = "authorization", apiVersion = "2026-10-21" } = options;
  const settings = clientSettings(options, {
    defaultURL: "https://api.anthropic.com",
    form: anthropicBaseURL,
  });
  const transport = new HttpTransport(name, settings.limits);
  const headersFor = ({ apiKey }: ClientEndpoint): Readonly<Record<string, string>> => ({
    [keyHeader]: keyHeader === "authorization" ? `Bearer ${apiKey.reveal()}` : apiKey.reveal(),
    "anthropic-version": apiVersion,
  });
  const sender = new SdkSender({ sdkName: "@anthropic-ai/sdk", transport, openSdk, headersFor });
  const render = (request: ChatRequest, model: string): RenderedRequest => {
    const named = settings.modelOf.get(model) ?? model;
    const profile = anthropicProfile(named, settings.profiles, apiVersion);
    return { ...anthropicBody(request, profile, model), path: "/v1/messages" };
  };
  return new SdkChatClient({ name, settings, transport, sender, maxRequestBytes, render });
}

/** 32 MB, as the API has it (wire-profiles.md section 1). */
const maxRequestBytes = 32 * 1024 * 1024;

function openSdk(baseURL: string, fetch: SdkFetch): PostThroughSdk {
  const sdk = new Anthropic({
    // given explicitly, or the SDK reads the environment; the key itself is set by our fetch
    apiKey: "unused",
    authToken: null,
    baseURL,
    maxRetries: 0,
    logLevel: "off",
    openTelemetry: false,
    fetch,
  });
  return (path, options) => sdk.post(path, options).asResponse();
}
