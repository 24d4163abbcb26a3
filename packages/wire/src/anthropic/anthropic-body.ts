import {
  InvalidRequestError,
  type ChatRequest,
  type JsonObject,
  type JsonValue,
  type ModelProfile,
} from "@minference/protocol";
import { checkModelName } from "../body/check-model-name.ts";
import type { Envelope } from "../body/envelope.ts";
import type { ToolPlan } from "../tools/tool-plan.ts";
import { anthropicExtra } from "./anthropic-extra.ts";
import { anthropicFills } from "./anthropic-fills.ts";
import { anthropicPrefix } from "./anthropic-prefix.ts";
import { anthropicSchema } from "./anthropic-schema.ts";
import { thinks, type AnthropicThinking } from "./anthropic-thinking.ts";
import { anthropicToolChoice } from "./anthropic-tools.ts";
import { planTurn } from "./anthropic-turn.ts";

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
  const { thinking, plan, rendered } = planTurn(request, { profile, model });
  const fills = anthropicFills(request, plan, { profile, rendered });
  const { messages, suffix, prefill, keptSuffix } = fills;
  const sampling = temperatureField(request, profile, thinking);
  return {
    messages,
    envelope: {
      api: "messages",
      body: {
        model,
        max_tokens: request.maxTokens,
        ...anthropicPrefix(request, plan, request.promptCache ? "marked" : "unmarked"),
        ...anthropicToolChoice(plan),
        ...(thinking.thinking !== null && { thinking: thinking.thinking }),
        ...outputConfig(plan, thinking),
        ...sampling.fields,
        ...anthropicExtra(request.extraBody, profile),
      },
      patches: {
        suffix,
        prefill,
        cacheMarks: request.promptCache ? cacheMarks(messages.length) : [],
      },
      output: plan.output,
      keptSuffix,
      signedPrefix: profile.prefixCheck ? "whole" : "messages",
      warnings: [...plan.warnings, ...thinking.warnings, ...fills.warnings, ...sampling.warnings],
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
  thinking: AnthropicThinking,
): { readonly fields: JsonObject; readonly warnings: readonly string[] } {
  if (temperature === null) return { fields: {}, warnings: [] };
  if (temperature > 1) {
    throw new InvalidRequestError({
      problem: `The temperature ${temperature} is above 1, the most that Anthropic takes`,
      remedy: "Use 0 to 1, or null to send none",
      path: "temperature",
    });
  }
  const isTaken = profile.sampling === "yes" && !thinks(thinking, profile);
  if (isTaken) return { fields: { temperature }, warnings: [] };
  return { fields: {}, warnings: temperature === 0 ? [] : ["temperature_omitted"] };
}
