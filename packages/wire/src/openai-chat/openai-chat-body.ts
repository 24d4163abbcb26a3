import {
  InvalidRequestError,
  type ChatRequest,
  type JsonObject,
  type JsonValue,
  type ModelProfile,
} from "@minference/protocol";
import type { Envelope } from "../body/envelope.ts";
import { noPatches } from "../body/patches.ts";
import { checkModelName } from "../body/check-model-name.ts";
import { fillOf, jsonSuffix } from "../output/json-suffix.ts";
import { toolPlan, type ToolPlan } from "../tools/tool-plan.ts";
import { openAIChatExtra } from "./openai-chat-extra.ts";
import { openAIChatMessages } from "./openai-chat-messages.ts";
import { openAIChatReasoning } from "./openai-chat-reasoning.ts";
import { openAIChatToolFields } from "./openai-chat-tools.ts";

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
 * @throws {InvalidRequestError} the profile refuses a field, `extraBody` sets a field that is not its own, or the
 *   messages cannot be answered.
 * @throws {SchemaInvalidError} a strict schema is outside of the strict subset.
 */
export function openAIChatBody(
  request: ChatRequest,
  profile: ModelProfile,
  model: string,
): OpenAIChatBody {
  checkModelName(model);
  const plan = toolPlan(request, {
    profile,
    thinks: request.reasoning !== null || profile.thinkingOff === "never",
    looseSchema: "native",
  });
  checkTools(request, plan, profile);
  const hasTools = plan.tools.length > 0;
  const { effort, warnings } = openAIChatReasoning(request, profile, hasTools);
  const fields: JsonObject = {
    model,
    [maxTokensField(profile)]: request.maxTokens,
    ...temperatureField(request, profile, { effort, warnings }),
    ...(effort !== null && { reasoning_effort: effort }),
    ...(isJsonMode(request) && { response_format: { type: "json_object" } }),
    ...openAIChatToolFields(plan, profile),
  };
  return {
    messages: openAIChatMessages(request, profile.systemRole),
    envelope: {
      api: "chat",
      body: { ...fields, ...openAIChatExtra(request.extraBody) },
      patches: { ...noPatches, suffix: plan.sentence ?? jsonSuffix(request) },
      output: plan.output,
      keptSuffix: null,
      signedPrefix: "messages",
      warnings: [...plan.warnings, ...prefillWarnings(request), ...warnings],
      failure: null,
    },
  };
}

/** `json_beg` brings a beginning of the answer and asks for JSON by its postfill alone. */
function isJsonMode({ output, prefill }: ChatRequest): boolean {
  return output.kind === "json" && prefill === null;
}

/** No model over this API takes the beginning of its answer: the postfill asks in its place (spec 4.4). */
function prefillWarnings({ output, prefill }: ChatRequest): readonly string[] {
  return output.kind === "json" && fillOf(prefill) !== null ? ["prefill_omitted"] : [];
}

function checkTools(request: ChatRequest, plan: ToolPlan, profile: ModelProfile): void {
  if (plan.tools.length === 0 || plan.choice.kind === "none") return;
  if (!profile.toolsOverChat) {
    throw new InvalidRequestError({
      problem: "The model takes no tools over chat completions",
      remedy: 'Use the Responses API: set the client option api to "responses"',
      path: "tools",
    });
  }
  if (request.reasoning === null || profile.toolsWithReasoning) return;
  throw new InvalidRequestError({
    problem: "The model takes no tools together with reasoning over chat completions",
    remedy: "Set reasoner to false, or leave the tools out",
    path: "reasoner",
  });
}

/** `max_output_tokens` is the name that the Responses API has for it. */
function maxTokensField(profile: ModelProfile): "max_tokens" | "max_completion_tokens" {
  return profile.maxTokensField === "max_tokens" ? "max_tokens" : "max_completion_tokens";
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
