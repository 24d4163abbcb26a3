import type { ChatRequest, JsonValue, ModelProfile } from "@minference/protocol";
import { withSuffix } from "../body/patched-messages.ts";
import { fillOf } from "../output/json-suffix.ts";
import type { ToolPlan } from "../tools/tool-plan.ts";

/** What stands at the end of a request, and the messages with what of it stays. */
export interface AnthropicFills {
  readonly messages: readonly JsonValue[];
  /** Text behind the last user turn in this one request; null: none. */
  readonly suffix: string | null;
  /** Beginning of the answer; null: none. */
  readonly prefill: string | null;
  /** Text behind the last user turn of `messages`, sent again with each later request; null: none. */
  readonly keptSuffix: string | null;
  readonly warnings: readonly string[];
}

/**
 * Suffix and prefill of a request (spec 3.3, 3.4): a prefill where the model takes one and does not think, else the
 * postfill. Where signed blocks are checked against the messages, a suffix stays where it was sent (spec 4.3).
 */
export function anthropicFills(
  request: ChatRequest,
  plan: ToolPlan,
  {
    profile,
    rendered,
  }: { readonly profile: ModelProfile; readonly rendered: readonly JsonValue[] },
): AnthropicFills {
  const asksJson = request.output.kind === "json";
  const beginning = asksJson ? fillOf(request.prefill) : null;
  const prefill = profile.prefill && request.reasoning === null ? beginning : null;
  const postfill = asksJson && prefill === null ? fillOf(request.postfill) : null;
  const suffix = plan.sentence ?? postfill;
  const warnings = beginning !== null && prefill === null ? ["prefill_omitted"] : [];
  if (suffix === null || !profile.prefixCheck) {
    return { messages: rendered, suffix, prefill, keptSuffix: null, warnings };
  }
  const messages = withSuffix("messages", rendered, suffix);
  return { messages, suffix: null, prefill, keptSuffix: suffix, warnings };
}
