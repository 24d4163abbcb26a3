import type { EntityContext } from "@minference/ecs";
import { InvalidRequestError, isKind, type EcsId } from "@minference/protocol";
import { ChatMessage } from "../message/chat-message.ts";
import { readChatMl } from "../message/read-chat-ml.ts";
import { readCalls, unansweredCall, type CallProblem } from "../request/call-problem.ts";
import { neutralMessage } from "../request/neutral-message.ts";

/** Where imported messages are to be put. */
export interface ImportPlace {
  readonly chatThreadId: EcsId;
  /** The message before them. */
  readonly last: EcsId | null;
  /** Calls that wait for a result, by id: the message that made them. */
  readonly callers: ReadonlyMap<string, EcsId>;
}

/**
 * Messages made of a list in the form of chat completions, parents set.
 *
 * @throws {InvalidRequestError} one is not valid; `path` is `messages.<position>` and what is behind it.
 */
export function importMessages(
  list: readonly unknown[],
  place: ImportPlace,
  context: EntityContext,
): readonly ChatMessage[] {
  const callers = new Map(place.callers);
  const messages: ChatMessage[] = [];
  for (const [position, item] of list.entries()) {
    const fields = readChatMl(item, `messages.${position}`);
    const caller = fields.toolCallId === null ? undefined : callers.get(fields.toolCallId);
    const parentMessageId = caller ?? messages.at(-1)?.ecsId ?? place.last;
    const message = madeAt(position, () => {
      const { chatThreadId } = place;
      return new ChatMessage({ ...fields, parentMessageId, chatThreadId }, context);
    });
    for (const { id } of message.toolCalls) callers.set(id, message.ecsId);
    messages.push(message);
  }
  const broken = brokenCall(messages, place);
  if (broken !== null) throw invalid(broken);
  return messages;
}

/** What the rules of a message refuse, with the position of the message. */
function madeAt(position: number, make: () => ChatMessage): ChatMessage {
  try {
    return make();
  } catch (error) {
    if (!isKind(error, "invalid_request")) throw error;
    throw new InvalidRequestError({
      problem: `Message ${position} of the list is not valid: ${error.message.replace(/\.$/, "")}`,
      remedy: "Correct the message",
      entityType: "ChatMessage",
      path: `messages.${position}`,
      cause: error,
    });
  }
}

/** What is wrong with the calls of a list; those of its last assistant message may wait for their results. */
function brokenCall(
  messages: readonly ChatMessage[],
  { callers }: ImportPlace,
): CallProblem | null {
  const before = new Map([...callers.keys()].map((id) => [id, -1]));
  const calls = readCalls(messages.map(neutralMessage), before);
  if ("problem" in calls) return calls;
  const last = messages.findLastIndex(({ role }) => role === "assistant");
  const unanswered = [...calls].find(([, position]) => position >= 0 && position < last);
  return unanswered === undefined ? null : unansweredCall(...unanswered);
}

function invalid({ position, problem, remedy }: CallProblem): InvalidRequestError {
  return new InvalidRequestError({
    problem: `Message ${position} of the list is not valid: ${problem}`,
    remedy,
    entityType: "ChatMessage",
    path: `messages.${position}`,
  });
}
