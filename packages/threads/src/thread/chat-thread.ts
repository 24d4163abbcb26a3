import {
  InvalidRequestError,
  shortId,
  type ChatRequest,
  type NeutralMessage,
  type ToolCall,
} from "@minference/protocol";
import { EmptyHistoryError } from "../errors/empty-history-error.ts";
import { EmptyMessageError } from "../errors/empty-message-error.ts";
import { positionOf } from "../history/relations.ts";
import { ChatMessage, type ChatMessageFields } from "../message/chat-message.ts";
import { toolMessage } from "../message/tool-message.ts";
import type { ToolResult } from "../message/tool-result.ts";
import type { ProcessedOutput } from "../output/outputs.ts";
import { chatRequestOf } from "../request/chat-request-of.ts";
import { sentMessages } from "../request/sent-messages.ts";
import { withFills } from "../request/with-fills.ts";
import { ThreadState } from "../state/thread-state.ts";
import type { Tool } from "../tool/tool.ts";
import { answerMessages, type Answer } from "./answer-messages.ts";
import { importMessages } from "./import-messages.ts";
import { answeredBy, callersOf } from "./answered-by.ts";
import { siblingFields } from "./sibling-fields.ts";

/** How an output is applied. */
export interface ApplyOptions {
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
   * Appends the assistant message of an output, then one tool message for each of its calls that has a result, in
   * call order; gives what was appended. `results` are by call id. Without one there, a call that was cut off
   * fails as `truncated`, and in `text`, where no tools are offered, as `tool_not_found`; any other waits for
   * {@link addToolResult}. An output with an error, no text and no calls appends nothing.
   *
   * @throws {EmptyHistoryError} there is no message that it could answer.
   * @throws {InvalidRequestError} a result is of no call of the output (T11).
   */
  applyOutput(
    output: ProcessedOutput,
    results: ReadonlyMap<string, ToolResult> = new Map(),
    options: ApplyOptions = {},
  ): readonly ChatMessage[] {
    const { lastMessage } = this;
    if (lastMessage === null) throw new EmptyHistoryError(this);
    const messages = answerMessages(
      { output, results, outputs: options.outputs ?? "stored" },
      {
        chatThreadId: this.ecsId,
        parentMessageId: lastMessage.ecsId,
        responseFormat: this.llmConfig.responseFormat,
        toolNamed: (name) => this.getToolByName(name),
      },
      this.context,
    );
    if (messages.length > 0) this.append("history", ...messages);
    return messages;
  }

  /**
   * Appends the result of a pending call of the last assistant message.
   *
   * @throws {InvalidRequestError} no such call is pending (T11).
   */
  addToolResult(call: ToolCall, result: ToolResult): ChatMessage {
    const pending = this.pendingToolCalls.find(({ id }) => id === call.id);
    if (pending === undefined) {
      throw refused(
        this,
        "history",
        `no call with the id ${JSON.stringify(call.id)} waits for a result`,
      );
    }
    const message = toolMessage(
      {
        call: pending,
        result,
        tool: this.getToolByName(pending.name),
        chatThreadId: this.ecsId,
        parentMessageId: callersOf(this).get(pending.id) ?? null,
      },
      this.context,
    );
    this.append("history", message);
    return message;
  }

  /** Starts the workflow again. */
  resetWorkflowStep(): void {
    this.workflowStep = 0;
  }

  /** The tool of that exact name: of `tools`, else the forced one; null when there is none. */
  getToolByName(name: string): Tool | null {
    const forced = this.forcedOutput?.name === name ? this.forcedOutput : null;
    return this.tools.find((tool) => tool.name === name) ?? forced;
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
   * @throws {ConfigError} the response format is not one that this release asks in.
   * @throws {EmptyMessageError} there is nothing to answer.
   * @throws {InvalidRequestError} a call has no result, a result no call, or two tools one name.
   */
  toChatRequest(): ChatRequest {
    return chatRequestOf(this);
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
