import {
  InvalidRequestError,
  type ChatRequest,
  type JsonObject,
  type JsonValue,
  type ModelProfile,
  type NeutralMessage,
} from "@minference/protocol";
import { checkModelName } from "../body/check-model-name.ts";
import type { Envelope } from "../body/envelope.ts";
import { withSuffix } from "../body/patched-messages.ts";
import { toolPlan, type ToolPlan } from "../tools/tool-plan.ts";
import { anthropicExtra } from "./anthropic-extra.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import { ReplayCheck } from "./anthropic-replay.ts";
import { anthropicSchema } from "./anthropic-schema.ts";
import { anthropicThinking, thinks, type AnthropicThinking } from "./anthropic-thinking.ts";
import { anthropicToolFields, cacheControl } from "./anthropic-tools.ts";

/** A request rendered for Anthropic's messages; `bodyText` makes the bytes of it. */
export interface AnthropicBody {
  readonly envelope: Envelope;
  readonly messages: readonly JsonValue[];
}

/**
 * A neutral request as the body of `POST /v1/messages`, for a model of that profile.
 *
 * The same request gives the same body. Format: Anthropic API reference, "Create a Message".
 *
 * @throws {InvalidRequestError} the profile refuses a field, `extraBody` sets a field that is not its own, or the
 *   messages cannot be answered.
 */
export function anthropicBody(
  request: ChatRequest,
  profile: ModelProfile,
  model: string,
): AnthropicBody {
  checkModelName(model);
  checkOutput(request);
  const thinking = keptThinking(request, anthropicThinking(request, profile));
  const plan = offered(
    request,
    toolPlan(request, { profile, thinks: thinks(thinking, profile), looseSchema: "tool" }),
  );
  const marksCache = request.promptCache ? "marked" : "unmarked";
  const prefix = {
    ...systemFields(request, marksCache),
    ...anthropicToolFields(plan, marksCache),
  };
  const rendered = renderedMessages(request, plan, { profile, model });
  const { patches, messages, keptSuffix } = suffixed(request, plan, { profile, rendered });
  const sampling = temperatureField(request, profile, thinking);
  return {
    messages,
    envelope: {
      api: "messages",
      body: {
        model,
        max_tokens: request.maxTokens,
        ...prefix,
        ...(thinking.thinking !== null && { thinking: thinking.thinking }),
        ...outputConfig(plan, thinking),
        ...sampling.fields,
        ...anthropicExtra(request.extraBody, profile),
      },
      patches: { ...patches, cacheMarks: request.promptCache ? cacheMarks(messages.length) : [] },
      output: plan.output,
      keptSuffix,
      signedPrefix: profile.prefixCheck ? "whole" : "messages",
      warnings: [...plan.warnings, ...thinking.warnings, ...sampling.warnings],
      failure: null,
    },
  };
}

/** `json_beg` brings a beginning; what asks for JSON without one is `json_object`, which is not to be had here (4.2). */
function checkOutput({ output, prefill }: ChatRequest): void {
  if (output.kind !== "json" || prefill !== null) return;
  throw new InvalidRequestError({
    problem: "Anthropic has no JSON mode without a schema",
    remedy: "Use the response format structured_output or json_beg",
    path: "responseFormat",
  });
}

/** With tool blocks in its history a request needs the definitions, unused ones too (spec 4.3). */
function offered(request: ChatRequest, plan: ToolPlan): ToolPlan {
  const hasCalls = request.messages.some(hasToolCalls);
  return plan.tools.length === 0 && hasCalls ? { ...plan, tools: request.tools } : plan;
}

function hasToolCalls(message: NeutralMessage): boolean {
  return message.role === "assistant" && message.toolCalls.length > 0;
}

/** With a budget, the turn that called must come back with its thinking, or there is none (spec 3.6). */
function keptThinking(request: ChatRequest, thinking: AnthropicThinking): AnthropicThinking {
  if (thinking.thinking?.["type"] !== "enabled" || request.messages.at(-1)?.role !== "tool") {
    return thinking;
  }
  const caller = request.messages.findLast(hasToolCalls);
  const hasBlocks = caller?.role === "assistant" && (caller.replay?.blocks.length ?? 0) > 0;
  return hasBlocks
    ? thinking
    : { thinking: null, effort: null, warnings: [...thinking.warnings, "thinking_omitted"] };
}

type Marks = "marked" | "unmarked";

function systemFields({ system }: ChatRequest, marksCache: Marks): JsonObject {
  if (system === null || system.trim() === "") return {};
  const mark = marksCache === "marked" ? { cache_control: cacheControl } : {};
  return { system: [{ type: "text", text: system, ...mark }] };
}

function renderedMessages(
  request: ChatRequest,
  plan: ToolPlan,
  { profile, model }: { readonly profile: ModelProfile; readonly model: string },
): readonly JsonValue[] {
  const whole = profile.prefixCheck
    ? { ...systemFields(request, "unmarked"), ...signedTools(plan) }
    : null;
  return anthropicMessages(request.messages, {
    toolNames: new Set(request.tools.map(({ name }) => name)),
    replays: new ReplayCheck({ client: request.client, model, whole }),
  });
}

/** The definitions alone: a change of the choice leaves the prefix as it is. */
function signedTools(plan: ToolPlan): JsonObject {
  const { tools } = anthropicToolFields(plan, "unmarked");
  return tools === undefined ? {} : { tools };
}

interface Suffixed {
  readonly messages: readonly JsonValue[];
  readonly patches: Pick<Envelope["patches"], "suffix" | "prefill">;
  readonly keptSuffix: string | null;
}

/** Where signed blocks are checked against the messages, a suffix stays where it was sent (spec 4.3). */
function suffixed(
  request: ChatRequest,
  plan: ToolPlan,
  {
    profile,
    rendered,
  }: { readonly profile: ModelProfile; readonly rendered: readonly JsonValue[] },
): Suffixed {
  const takesPrefill = profile.prefill && request.reasoning === null;
  const prefill = takesPrefill ? request.prefill : null;
  const suffix = plan.sentence ?? (prefill === null ? request.postfill : null);
  if (suffix === null || !profile.prefixCheck) {
    return { messages: rendered, patches: { suffix, prefill }, keptSuffix: null };
  }
  const messages = withSuffix("messages", rendered, suffix);
  return { messages, patches: { suffix: null, prefill }, keptSuffix: suffix };
}

/** The last message, and the one two before it: each turn finds the mark of the turn before. */
function cacheMarks(length: number): readonly number[] {
  return [length - 3, length - 1].filter((position) => position >= 0);
}

function outputConfig(plan: ToolPlan, { effort }: AnthropicThinking): JsonObject {
  if (effort === null && plan.schema === null) return {};
  const format =
    plan.schema === null
      ? {}
      : { format: { type: "json_schema", schema: anthropicSchema(plan.schema.schema) } };
  return { output_config: { ...(effort !== null && { effort }), ...format } };
}

function temperatureField(
  { temperature }: ChatRequest,
  profile: ModelProfile,
  { thinking }: AnthropicThinking,
): { readonly fields: JsonObject; readonly warnings: readonly string[] } {
  if (temperature === null) return { fields: {}, warnings: [] };
  if (temperature > 1) {
    throw new InvalidRequestError({
      problem: `The temperature ${temperature} is above 1, the most that Anthropic takes`,
      remedy: "Use 0 to 1, or null to send none",
      path: "temperature",
    });
  }
  if (profile.sampling === "yes" && thinking === null)
    return { fields: { temperature }, warnings: [] };
  return { fields: {}, warnings: temperature === 0 ? [] : ["temperature_omitted"] };
}
