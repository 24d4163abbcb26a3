import type { BrokenRule } from "@minference/ecs";
import type { MessageRole, ToolCall } from "@minference/protocol";

/** The fields of a message that depend on its role. */
export interface RoleFields {
  readonly role: MessageRole;
  readonly toolCallId: string | null;
  readonly toolCalls: readonly ToolCall[];
}

const toolOnly = ["toolName", "toolId", "toolType", "toolStatus", "toolJsonSchema"] as const;
const assistantOnly = ["usage", "reasoning", "replay", "outputId", "client", "model"] as const;
type OptionalField = (typeof toolOnly)[number] | (typeof assistantOnly)[number];

/** The rules of 1.4 between the fields of a message: what is broken, or null. */
export function checkMessage(
  message: RoleFields & Readonly<Record<OptionalField, unknown>>,
): BrokenRule | null {
  return checkRole(message) ?? checkCallIds(message.toolCalls);
}

function checkRole(
  message: RoleFields & Readonly<Record<OptionalField, unknown>>,
): BrokenRule | null {
  const { role } = message;
  if (role === "tool" && message.toolCallId === null) {
    return {
      path: "toolCallId",
      problem: "a message of role tool answers a call, and names none",
      remedy: "Give the id of the call",
    };
  }
  if (role !== "tool" && message.toolCallId !== null) return misplaced("toolCallId", "tool");
  const ofTool = role === "tool" ? undefined : toolOnly.find((name) => message[name] !== null);
  if (ofTool !== undefined) return misplaced(ofTool, "tool");
  if (role === "assistant") return null;
  if (message.toolCalls.length > 0) return misplaced("toolCalls", "assistant");
  const ofAssistant = assistantOnly.find((name) => message[name] !== null);
  return ofAssistant === undefined ? null : misplaced(ofAssistant, "assistant");
}

function misplaced(path: string, role: MessageRole): BrokenRule {
  return {
    path,
    problem: `only a message of role ${role} has it`,
    remedy: "Leave it out, or give the message that role",
  };
}

/** T10: a result names its call by the id alone. */
function checkCallIds(calls: readonly ToolCall[]): BrokenRule | null {
  const seen = new Set<string>();
  for (const [index, { id }] of calls.entries()) {
    if (seen.has(id)) {
      return {
        path: `toolCalls.${index}.id`,
        problem: `two calls of the message have the id ${JSON.stringify(id.slice(0, 80))}`,
        remedy: "Give each call an id of its own",
      };
    }
    seen.add(id);
  }
  return null;
}
