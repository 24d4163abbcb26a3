import { InvalidRequestError, type NeutralMessage, type ToolCall } from "@minference/protocol";

type ToolMessage = Extract<NeutralMessage, { readonly role: "tool" }>;

/** One message, with room behind it for the results of its calls, in call order. */
interface Group {
  readonly message: Exclude<NeutralMessage, ToolMessage>;
  readonly results: (ToolMessage | null)[];
}

/** Where the result of an unanswered call goes. */
interface Slot {
  readonly group: Group;
  readonly index: number;
}

/**
 * The messages of a request with each tool result directly behind its call, in call order (T13); all else
 * stays where it is. A longer request begins with the messages of the shorter one.
 *
 * @throws {InvalidRequestError} a call has no result (T12), a result no call (T11), or there is nothing to
 *   answer: no message, or an assistant message at the end.
 */
export function orderedMessages(messages: readonly NeutralMessage[]): NeutralMessage[] {
  const groups: Group[] = [];
  const open = new Map<string, Slot>();
  messages.forEach((message, index) => {
    if (message.role === "tool") fillSlot(message, open, index);
    else groups.push(openGroup(message, open, index));
  });
  checkAnswerable(messages, open);
  return groups.flatMap(({ message, results }) => [
    message,
    ...results.filter((result) => result !== null),
  ]);
}

function openGroup(message: Group["message"], open: Map<string, Slot>, index: number): Group {
  const calls = message.role === "assistant" ? message.toolCalls : [];
  const group: Group = { message, results: calls.map(() => null) };
  calls.forEach((call, place) => {
    if (call.id === "" || open.has(call.id)) throw ambiguousCall(call, index);
    open.set(call.id, { group, index: place });
  });
  return group;
}

function fillSlot(message: ToolMessage, open: Map<string, Slot>, index: number): void {
  const slot = open.get(message.toolCallId);
  if (slot === undefined) throw unknownCall(message.toolCallId, index);
  slot.group.results[slot.index] = message;
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
