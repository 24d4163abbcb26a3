import {
  InvalidRequestError,
  shortId,
  type ChatRequest,
  type NeutralMessage,
  type ToolCall,
} from "@minference/protocol";
import { EmptyHistoryError } from "../errors/empty-history-error.ts";
import { EmptyMessageError } from "../errors/empty-message-error.ts";
import { lastAnswer } from "../history/newest-first.ts";
import { positionOf } from "../history/relations.ts";
import { ChatMessage, type ChatMessageFields } from "../message/chat-message.ts";
import type { ToolResult } from "../message/tool-result.ts";
import type { ObjectValidator } from "../output/object-check.ts";
import type { ProcessedOutput } from "../output/outputs.ts";
import { chatRequestOf } from "../request/chat-request-of.ts";
import { sentMessages } from "../request/sent-messages.ts";
import { withFills } from "../request/with-fills.ts";
import { ThreadState } from "../state/thread-state.ts";
import {
  answerMessages,
  refuseUnknownResult,
  resultMessages,
  type Answer,
} from "./answer-messages.ts";
import { answeredBy, callersOf } from "./answered-by.ts";
import { callsToRun, type CallToRun } from "./calls-to-run.ts";
import { importMessages } from "./import-messages.ts";
import { siblingFields } from "./sibling-fields.ts";
import { resultsNow } from "./call-results.ts";
import { stepAfterAnswer, stepAfterResults } from "./workflow-step.ts";

/** How the results of tool calls are made. */
export interface ResultOptions {
  /** Checks what structured tools were given; one for this call alone when left out. */
  readonly validator?: ObjectValidator;
}

/** How an output is applied. */
export interface ApplyOptions extends ResultOptions {
  /** Whether the output is, or will be, stored: `stored` unless said. A message does not name a dropped one. */
  readonly outputs?: Answer["outputs"];
}

/** What a message that is added to a thread is made of; the thread sets `chatThreadId`. */
export type NewMessageFields = Omit<ChatMessageFields, "chatThreadId">;

/**
 * One conversation, and everything that its next answer depends on.
 *
 * ```ts
 * import { ChatThread, LLMConfig } from "@minference/threads";
 *
 * const thread = new ChatThread({
 *   llmConfig: new LLMConfig({ client: "openai", model: "gpt-4.1-mini" }),
 *   newMessage: "Why do prices fall when supply grows?",
 * });
 * thread.addUserMessage();
 * console.log(thread.toMessages()); // [ { role: 'user', content: 'Why do prices fall when supply grows?' } ]
 * ```
 *
 * Adding a message costs the same at any length of the history; `chatThreadId` of a message is the version that
 * the thread had when it was added. Every method either does all that it says or throws and changes nothing.
 */
export class ChatThread extends ThreadState {
  /**
   * Moves `newMessage` into the history as a user message; null when it is empty and there is something to answer
   * already.
   *
   * @throws {EmptyMessageError} it is empty and there is nothing to answer.
   */
  addUserMessage(): ChatMessage | null {
    const content = this.newMessage ?? "";
    if (content !== "") {
      const message = this.addMessage({ role: "user", content });
      this.newMessage = null;
      return message;
    }
    if (this.isAwaitingAnswer) return null;
    throw new EmptyMessageError(this);
  }

  /**
   * Appends a message. It answers the last one, a tool result the message that made the call, unless
   * `parentMessageId` names another one of this thread.
   *
   * @throws {EntityValidationError} a field is not valid, or does not go with the role.
   * @throws {InvalidRequestError} `parentMessageId` names no message of this thread.
   */
  addMessage(fields: NewMessageFields): ChatMessage {
    const parentMessageId = answeredBy(this, fields);
    if (parentMessageId === undefined) {
      throw refused(this, "parentMessageId", "it names no message of the thread");
    }
    const message = new ChatMessage(
      { ...fields, parentMessageId, chatThreadId: this.ecsId },
      this.context,
    );
    this.append("history", message);
    return message;
  }

  /**
   * Appends the assistant message of an output, then one tool message for each of its calls, in call order; gives
   * what was appended. `results` are by call id. Calls that nobody runs need none: those of structured tools are
   * checked; those that were cut off, of tools that the mode does not offer, or a second one of a mode that forces
   * one, fail. As long as another call has to be run ({@link callsToRun}), they wait for its result
   * ({@link addToolResults}). A workflow goes on by one step when its tool was executed or validated. An output with
   * an error, no text and no calls appends nothing.
   *
   * @throws {EmptyHistoryError} there is no message that it could answer.
   * @throws {InvalidRequestError} a result is of no call of the output (T11).
   */
  applyOutput(
    output: ProcessedOutput,
    results: ReadonlyMap<string, ToolResult> = new Map(),
    { outputs = "stored", validator }: ApplyOptions = {},
  ): readonly ChatMessage[] {
    const { lastMessage } = this;
    if (lastMessage === null) throw new EmptyHistoryError(this);
    const answer = { output, results, outputs, validator };
    const { assistant, results: answers } = answerMessages(
      answer,
      { thread: this, context: this.context },
      lastMessage.ecsId,
    );
    if (assistant === null) return [];
    const step = stepAfterAnswer(this, answers, answer);
    const messages = [assistant, ...answers];
    this.append("history", ...messages);
    this.workflowStep = step;
    return messages;
  }

  /** The pending calls of callable tools, in order, each with its tool: those that have to be run. */
  get callsToRun(): readonly CallToRun[] {
    return callsToRun(this);
  }

  /**
   * Appends results of pending calls of the last assistant message, in call order; gives what was appended.
   * `results` are by call id; as with {@link applyOutput}, calls that nobody runs need none.
   *
   * @throws {InvalidRequestError} a result is of no pending call (T11).
   */
  addToolResults(
    results: ReadonlyMap<string, ToolResult>,
    { validator }: ResultOptions = {},
  ): readonly ChatMessage[] {
    const { pendingToolCalls: pending } = this;
    refuseUnknownResult(pending, results);
    const calls = lastAnswer(this)?.toolCalls ?? [];
    const answer = { calls, error: null, validator };
    return this.appendResults(resultsNow(pending, results, { answer, thread: this }));
  }

  /**
   * Appends the result of one pending call of the last assistant message.
   *
   * @throws {InvalidRequestError} no such call is pending (T11).
   */
  addToolResult(call: ToolCall, result: ToolResult): ChatMessage {
    const [message] = this.appendResults(new Map([[call.id, result]]));
    if (message !== undefined) return message;
    const id = JSON.stringify(call.id);
    throw refused(this, "history", `no call with the id ${id} waits for a result`);
  }

  /** Starts the workflow again. */
  resetWorkflowStep(): void {
    this.workflowStep = 0;
  }

  /**
   * Takes the history back to before `message`. With `content` a sibling of it with that text takes its place, and
   * is given back. The old branch stays at its version.
   *
   * @throws {InvalidRequestError} the message is not in this thread.
   */
  branchAt(message: ChatMessage, changes: { readonly content?: string } = {}): ChatMessage | null {
    const { history } = this;
    const position = positionOf(history, message);
    if (position < 0) throw refused(this, "history", `${String(message)} is not in it`);
    const { content } = changes;
    const sibling =
      content === undefined
        ? null
        : new ChatMessage(siblingFields(message, content, this.ecsId), this.context);
    const kept = history.slice(0, position);
    this.history = sibling === null ? kept : [...kept, sibling];
    return sibling;
  }

  /**
   * Appends messages in the form of chat completions, each answering the one before it, a tool result the message
   * that made the call. All of them, or none. Calls of the last assistant message may wait for their results.
   *
   * @throws {InvalidRequestError} one is no such message, is a result without its call, or makes a call that is
   *   never answered; `path` is `messages.<position>`.
   */
  addChatMl(messages: readonly unknown[]): readonly ChatMessage[] {
    const last = this.lastMessage?.ecsId ?? null;
    const place = { chatThreadId: this.ecsId, last, callers: callersOf(this) };
    const added = importMessages(messages, place, this.context);
    if (added.length > 0) this.append("history", ...added);
    return added;
  }

  /** Every message as it would be sent now, the system text first. */
  toMessages(): readonly NeutralMessage[] {
    const { systemText } = this;
    const messages = withFills(this, sentMessages(this));
    return systemText === null ? messages : [{ role: "system", content: systemText }, ...messages];
  }

  /**
   * What this thread asks now, in no provider's format. The same state gives the same request; nothing changes.
   *
   * @throws {ConfigError} the client does not offer the response format.
   * @throws {WorkflowFinishedError} each tool of the workflow has had its turn.
   * @throws {EmptyMessageError} there is nothing to answer.
   * @throws {InvalidRequestError} the mode needs a tool or a schema that the thread has not, a call has no result,
   *   a result no call, or two tools one name.
   */
  toChatRequest(): ChatRequest {
    return chatRequestOf(this);
  }

  private appendResults(results: ReadonlyMap<string, ToolResult>): readonly ChatMessage[] {
    const callers = callersOf(this);
    const calls = this.pendingToolCalls.map((call) => ({
      call,
      callerId: callers.get(call.id) ?? null,
    }));
    const messages = resultMessages(calls, results, { thread: this, context: this.context });
    if (messages.length === 0) return messages;
    const step = stepAfterResults(this, messages);
    this.append("history", ...messages);
    this.workflowStep = step;
    return messages;
  }
}

function refused(thread: ChatThread, path: string, problem: string): InvalidRequestError {
  const { ecsId, lineageId } = thread;
  return new InvalidRequestError({
    problem: `ChatThread …${shortId(ecsId)}, ${path}: ${problem}`,
    remedy: "Use the messages and calls that this thread has now",
    entityType: "ChatThread",
    ecsId,
    lineageId,
    path,
  });
}
