import {
  InvalidRequestError,
  type ChatRequest,
  type JsonObject,
  type JsonValue,
  type NeutralMessage,
  type ToolCall,
} from "@minference/protocol";

type SystemRole = "system" | "developer";

/** One rendered message, with room behind it for the results of its calls, in call order. */
interface Group {
  readonly message: JsonValue;
  readonly results: (JsonValue | null)[];
}

/** Where the result of an unanswered call goes. */
interface Slot {
  readonly group: Group;
  readonly index: number;
}

/**
 * The messages of a request as chat completions take them (spec 4.3).
 *
 * Tool results are put directly behind their calls, in call order (T13). All else stays where it is: OpenAI
 * takes a leading assistant turn, turns of one role in a row, a system message in the middle, empty content.
 * A longer request begins with the messages of the shorter one, byte for byte.
 *
 * @throws {InvalidRequestError} a call has no result (T12), a result no call (T11), or there is nothing to
 *   answer: no message, or an assistant message at the end.
 */
export function openAIChatMessages(request: ChatRequest, systemRole: SystemRole): JsonValue[] {
  const groups: Group[] = [];
  const open = new Map<string, Slot>();
  request.messages.forEach((message, index) => {
    if (message.role === "tool") fillSlot(message, open, index);
    else groups.push(openGroup(message, { open, index, systemRole }));
  });
  checkAnswerable(request.messages, open);
  const rendered = groups.flatMap(({ message, results }) => [message, ...results]);
  return request.system === null || request.system === ""
    ? rendered
    : [{ role: systemRole, content: request.system }, ...rendered];
}

interface Place {
  readonly open: Map<string, Slot>;
  readonly index: number;
  readonly systemRole: SystemRole;
}

function openGroup(message: Exclude<NeutralMessage, { role: "tool" }>, place: Place): Group {
  switch (message.role) {
    case "user":
      return { message: { role: "user", content: message.content }, results: [] };
    case "system":
      return { message: { role: place.systemRole, content: message.content }, results: [] };
    case "assistant":
      return assistantGroup(message, place);
    default:
      return message satisfies never;
  }
}

function assistantGroup(
  message: Extract<NeutralMessage, { role: "assistant" }>,
  place: Place,
): Group {
  const { content, toolCalls } = message;
  if (toolCalls.length === 0) return { message: { role: "assistant", content }, results: [] };
  const group: Group = {
    message: {
      role: "assistant",
      content: content === "" ? null : content,
      tool_calls: toolCalls.map(renderCall),
    },
    results: toolCalls.map(() => null),
  };
  toolCalls.forEach((call, index) => {
    if (call.id === "" || place.open.has(call.id)) throw ambiguousCall(call, place.index);
    place.open.set(call.id, { group, index });
  });
  return group;
}

function renderCall(call: ToolCall): JsonObject {
  return {
    id: call.id,
    type: "function",
    function: { name: call.name, arguments: call.argumentsText },
  };
}

function fillSlot(
  message: Extract<NeutralMessage, { role: "tool" }>,
  open: Map<string, Slot>,
  index: number,
): void {
  const slot = open.get(message.toolCallId);
  if (slot === undefined) throw unknownCall(message.toolCallId, index);
  slot.group.results[slot.index] = {
    role: "tool",
    tool_call_id: message.toolCallId,
    content: message.content,
  };
  open.delete(message.toolCallId);
}

function checkAnswerable(
  messages: readonly NeutralMessage[],
  open: ReadonlyMap<string, Slot>,
): void {
  const [callId] = open.keys();
  if (callId !== undefined) {
    throw new InvalidRequestError({
      problem: `Tool call ${callId} has no result`,
      remedy: "Add a tool message for each call before the thread is sent",
      path: "messages",
    });
  }
  const last = messages.at(-1);
  if (last?.role === "user" || last?.role === "tool") return;
  throw new InvalidRequestError({
    problem:
      last === undefined
        ? "The request has no messages"
        : `The last message is of role ${last.role}`,
    remedy: "End the conversation with a user message or with tool results",
    path: "messages",
  });
}

function unknownCall(toolCallId: string, index: number): InvalidRequestError {
  return new InvalidRequestError({
    problem: `Message ${index} is the result of tool call ${toolCallId}, which no message before it has open`,
    remedy: "Put one tool message for each call behind the assistant message that made it",
    path: `messages.${index}.toolCallId`,
  });
}

function ambiguousCall(call: ToolCall, index: number): InvalidRequestError {
  return new InvalidRequestError({
    problem: `Message ${index} makes a tool call with the id "${call.id}", which is empty or still open`,
    remedy: "Give each call an id of its own",
    path: `messages.${index}.toolCalls`,
  });
}
