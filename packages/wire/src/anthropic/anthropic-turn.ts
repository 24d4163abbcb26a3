import {
  isJsonObject,
  type ChatRequest,
  type JsonValue,
  type ModelProfile,
} from "@minference/protocol";
import { isJsonArray } from "../json/json-array.ts";
import { toolPlan, type ToolPlan } from "../tools/tool-plan.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import { anthropicPrefix } from "./anthropic-prefix.ts";
import { ReplayCheck } from "./anthropic-replay.ts";
import { anthropicThinking, thinks, type AnthropicThinking } from "./anthropic-thinking.ts";

/** The three decisions of a body that hang on each other. */
export interface PlannedTurn {
  readonly thinking: AnthropicThinking;
  readonly plan: ToolPlan;
  /** The messages without the patches of this request. */
  readonly rendered: readonly JsonValue[];
}

/** The model that a turn is planned for. */
export interface TurnModel {
  readonly profile: ModelProfile;
  readonly model: string;
}

/**
 * Thinking, tools and messages of a request.
 *
 * A model with a budget wants the thinking of the turn that called back with its results; where that does not go
 * back, it does not think in this request, with the warning `thinking_omitted` (spec 3.6).
 *
 * @throws {InvalidRequestError} the profile refuses a field, or the messages cannot be answered.
 */
export function planTurn(request: ChatRequest, target: TurnModel): PlannedTurn {
  const thinking = anthropicThinking(request, target.profile);
  const turn = planned(request, target, thinking);
  if (thinking.thinking?.["type"] !== "enabled" || !lacksThinking(turn.rendered)) return turn;
  const warnings = [...thinking.warnings, "thinking_omitted"];
  return planned(request, target, { thinking: null, effort: null, warnings });
}

function planned(
  request: ChatRequest,
  { profile, model }: TurnModel,
  thinking: AnthropicThinking,
): PlannedTurn {
  const isThinking = thinks(thinking, profile);
  const plan = offered(
    request,
    toolPlan(request, { profile, thinks: isThinking, looseSchema: "tool" }),
  );
  const toolNames = new Set(request.tools.map(({ name }) => name));
  const whole = profile.prefixCheck ? anthropicPrefix(request, plan, "unmarked") : null;
  const replays = new ReplayCheck({ client: request.client, model, whole, toolNames });
  const rendered = anthropicMessages(request.messages, { toolNames, replays });
  return { thinking, plan, rendered };
}

/** With tool blocks in its history a request needs the definitions, unused ones too (spec 4.3). */
function offered(request: ChatRequest, plan: ToolPlan): ToolPlan {
  const hasCalls = request.messages.some(
    (message) => message.role === "assistant" && message.toolCalls.length > 0,
  );
  if (plan.tools.length > 0 || !hasCalls) return plan;
  return { ...plan, tools: request.tools, choice: { kind: "none" } };
}

/** True when the messages end in results of a turn that does not begin with its thinking. */
function lacksThinking(rendered: readonly JsonValue[]): boolean {
  const results = blocksOf(rendered.at(-1));
  const [first] = blocksOf(rendered.at(-2));
  const isThinking = first === "thinking" || first === "redacted_thinking";
  return results.includes("tool_result") && !isThinking;
}

/** The types of a message's blocks. */
function blocksOf(message: JsonValue | undefined): readonly (JsonValue | undefined)[] {
  const content = isJsonObject(message) ? message["content"] : undefined;
  return isJsonArray(content) ? content.filter(isJsonObject).map(({ type }) => type) : [];
}
