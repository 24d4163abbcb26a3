import type { ChatRequest } from "@minference/protocol";
import { openAIChatBody } from "@minference/wire";
import OpenAI from "openai";
import type { ChatClient } from "../client/chat-client.ts";
import { clientSettings, headerOf, type ClientEndpoint } from "../client/client-settings.ts";
import type { RenderedRequest } from "../client/rendered-request.ts";
import { SdkChatClient } from "../client/sdk-chat-client.ts";
import { SdkSender, type PostThroughSdk, type SdkFetch } from "../client/sdk-sender.ts";
import { openAIProfile } from "../profile/openai-profiles.ts";
import { openAIBaseURL } from "../transport/base-url.ts";
import { HttpTransport } from "../transport/http-transport.ts";
import { forcesChat, type OpenAIClientOptions } from "./openai-options.ts";
import { requireChat } from "./require-chat.ts";

/**
 * A client of OpenAI's API, or of a server that speaks it, over the official SDK with our own fetch.
 *
 * It sends chat completions. The key is in no log, error, inspection or result.
 *
 * @throws {AuthError} a key is blank or holds what no header takes.
 * @throws {InvalidRequestError} a URL or a number among the options cannot be used.
 */
export function createOpenAIClient(options: OpenAIClientOptions): ChatClient {
  const name = "openai";
  const settings = clientSettings(options, {
    defaultURL: "https://api.openai.com/v1",
    form: openAIBaseURL,
  });
  const transport = new HttpTransport(name, settings.limits);
  const accountHeaders = {
    ...headerOf("openai-organization", options.organization),
    ...headerOf("openai-project", options.project),
  };
  const headersFor = ({ apiKey }: ClientEndpoint): Readonly<Record<string, string>> => ({
    authorization: `Bearer ${apiKey.reveal()}`,
    ...accountHeaders,
  });
  const sender = new SdkSender({ sdkName: "openai", transport, openSdk, headersFor });
  const render = (
    request: ChatRequest,
    model: string,
    endpoint: ClientEndpoint,
  ): RenderedRequest => {
    const profile = openAIProfile(settings.modelOf.get(model) ?? model, settings.profiles);
    if (!forcesChat(options, endpoint.name)) requireChat(request, profile, model);
    return { ...openAIChatBody(request, profile, model), path: "/chat/completions" };
  };
  const maxRequestBytes = null;
  return new SdkChatClient({ name, settings, transport, sender, maxRequestBytes, render });
}

function openSdk(baseURL: string, fetch: SdkFetch): PostThroughSdk {
  const sdk = new OpenAI({
    // given explicitly, or the SDK reads the environment; the key itself is set by our fetch
    apiKey: "unused",
    adminAPIKey: null,
    webhookSecret: null,
    organization: null,
    project: null,
    baseURL,
    maxRetries: 0,
    logLevel: "off",
    fetch,
  });
  return (path, options) => sdk.post(path, options).asResponse();
}
