import {
  InvalidRequestError,
  type ChatRequest,
  type JsonObject,
  type JsonValue,
  type ModelProfile,
} from "@minference/protocol";
import type { Envelope } from "../body/envelope.ts";
import { openAIChatExtra } from "./openai-chat-extra.ts";
import { openAIChatMessages } from "./openai-chat-messages.ts";

/** A request rendered for chat completions; `bodyText` makes the bytes of it. */
export interface OpenAIChatBody {
  readonly envelope: Envelope;
  readonly messages: readonly JsonValue[];
}

/**
 * A neutral request as the body of `POST /chat/completions`, for a model of that profile.
 *
 * The same request gives the same body. Format: OpenAI API reference, "Create chat completion".
 *
 * @throws {InvalidRequestError} the profile refuses a field, `extraBody` sets a field that is not its own,
 *   the messages cannot be answered, or the mode is not `text`.
 */
export function openAIChatBody(
  request: ChatRequest,
  profile: ModelProfile,
  model: string,
): OpenAIChatBody {
  checkModel(model);
  checkMode(request);
  const warnings: string[] = [];
  const effort = reasoningEffort(request, profile, warnings);
  const fields: JsonObject = {
    model,
    [maxTokensField(profile)]: request.maxTokens,
    ...temperatureField(request, profile, { effort, warnings }),
    ...(effort !== null && { reasoning_effort: effort }),
  };
  return {
    messages: openAIChatMessages(request, profile.systemRole),
    envelope: {
      api: "chat",
      body: { ...fields, ...openAIChatExtra(request.extraBody) },
      patches: {},
      output: { kind: "text" },
      warnings,
      failure: null,
    },
  };
}

function checkModel(model: string): void {
  if (model.trim() !== "") return;
  throw new InvalidRequestError({
    problem: "The model name is blank",
    remedy: "Name a model in the LLMConfig, or give the client a default model",
    path: "model",
  });
}

/** This release asks for text only; a request in another mode would come back unread. */
function checkMode(request: ChatRequest): void {
  const unserved =
    request.output.kind !== "text"
      ? "output"
      : request.toolChoice.kind !== "none"
        ? "toolChoice"
        : request.prefill !== null
          ? "prefill"
          : request.postfill !== null
            ? "postfill"
            : null;
  if (unserved === null) return;
  throw new InvalidRequestError({
    problem: `The request asks for more than text by its field ${unserved}`,
    remedy: "Use the response format text, the mode of this release",
    path: unserved,
  });
}

/** `max_output_tokens` is the name that the Responses API has for it. */
function maxTokensField(profile: ModelProfile): "max_tokens" | "max_completion_tokens" {
  return profile.maxTokensField === "max_tokens" ? "max_tokens" : "max_completion_tokens";
}

/** The effort to send; null when none is sent. */
function reasoningEffort(
  request: ChatRequest,
  profile: ModelProfile,
  warnings: string[],
): string | null {
  if (request.reasoning !== null) {
    if (profile.reasoning === "none") {
      warnings.push("reasoning_omitted");
      return null;
    }
    checkEffort(request.reasoning.effort, profile);
    return request.reasoning.effort;
  }
  if (profile.thinkingOff === "none") return "none";
  const [lowest] = profile.efforts;
  if (profile.thinkingOff !== "never" || lowest === undefined) return null;
  warnings.push("thinking_always_on");
  return lowest;
}

function checkEffort(effort: string, profile: ModelProfile): void {
  if (profile.efforts.some((known) => known === effort)) return;
  const taken = profile.efforts.filter((known) => known !== "none");
  throw new InvalidRequestError({
    problem: `The model does not take the reasoning effort ${effort}`,
    remedy: `Use one of ${taken.join(", ")}`,
    path: "reasoningEffort",
  });
}

interface Sampling {
  readonly effort: string | null;
  readonly warnings: string[];
}

function temperatureField(
  request: ChatRequest,
  profile: ModelProfile,
  { effort, warnings }: Sampling,
): JsonObject {
  if (request.temperature === null) return {};
  const taken = profile.sampling === "yes" || (profile.sampling === "none" && effort === "none");
  if (taken) return { temperature: request.temperature };
  if (request.temperature !== 0) warnings.push("temperature_omitted");
  return {};
}
