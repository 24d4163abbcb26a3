import type { EntityContext } from "@minference/ecs";
import { InvalidRequestError, type EcsId, type ToolCall } from "@minference/protocol";
import { ChatMessage } from "../message/chat-message.ts";
import { toolMessage } from "../message/tool-message.ts";
import type { ToolResult } from "../message/tool-result.ts";
import type { ObjectValidator } from "../output/object-check.ts";
import type { ProcessedOutput } from "../output/outputs.ts";
import type { ThreadState } from "../state/thread-state.ts";
import { resultsNow } from "./call-results.ts";

/** An output, and what came of its calls. */
export interface Answer {
  readonly output: ProcessedOutput;
  /** By call id. */
  readonly results: ReadonlyMap<string, ToolResult>;
  /** Whether the output will be stored; a message does not name one that is not. */
  readonly outputs: "stored" | "dropped";
  readonly validator?: ObjectValidator | undefined;
}

/** The thread that messages are for. */
interface MessagePlace {
  readonly thread: ThreadState;
  /** Where they take their time and ids from. */
  readonly context: EntityContext;
}

/** The messages of an answer; no assistant's message: it brought nothing. */
interface AnswerMessages {
  readonly assistant: ChatMessage | null;
  /** Those of the calls that have a result now, in call order. */
  readonly results: readonly ChatMessage[];
}

/**
 * The messages of an answer to the last message of a thread.
 *
 * @throws {InvalidRequestError} a result is of no call of the output.
 */
export function answerMessages(
  answer: Answer,
  place: MessagePlace,
  parentMessageId: EcsId,
): AnswerMessages {
  const { thread } = place;
  const { output, validator } = answer;
  const { error } = output;
  const calls = output.rawOutput?.toolCalls ?? [];
  refuseUnknownResult(calls, answer.results);
  const isEmpty = (output.content ?? "") === "" && calls.length === 0;
  if (error !== null && isEmpty) return { assistant: null, results: [] };
  const assistant = assistantMessage(answer, place, parentMessageId);
  const results = resultsNow(calls, answer.results, {
    thread,
    answer: { calls, error, validator },
  });
  const called = calls.map((call) => ({ call, callerId: assistant.ecsId }));
  return { assistant, results: resultMessages(called, results, place) };
}

/** A call, and the message that makes it. */
interface MadeCall {
  readonly call: ToolCall;
  readonly callerId: EcsId | null;
}

/** Messages with the results that there are of calls, in the calls' order. */
export function resultMessages(
  calls: readonly MadeCall[],
  results: ReadonlyMap<string, ToolResult>,
  { thread, context }: MessagePlace,
): readonly ChatMessage[] {
  const messages: ChatMessage[] = [];
  for (const { call, callerId } of calls) {
    const result = results.get(call.id);
    if (result === undefined) continue;
    const tool = thread.getToolByName(call.name);
    const place = { chatThreadId: thread.ecsId, parentMessageId: callerId };
    messages.push(toolMessage({ call, result, tool, ...place }, context));
  }
  return messages;
}

/** T11: a result is of one of these calls. */
export function refuseUnknownResult(
  calls: readonly ToolCall[],
  results: ReadonlyMap<string, ToolResult>,
): void {
  const unknown = [...results.keys()].find((id) => !calls.some((call) => call.id === id));
  if (unknown === undefined) return;
  throw new InvalidRequestError({
    problem: `A result was given for tool call ${JSON.stringify(unknown)}, and no such call waits for one`,
    remedy: "Give results by the ids of output.rawOutput.toolCalls, or of thread.pendingToolCalls",
    path: "results",
  });
}

function assistantMessage(
  { output, outputs }: Answer,
  { thread, context }: MessagePlace,
  parentMessageId: EcsId,
): ChatMessage {
  const raw = output.rawOutput;
  return new ChatMessage(
    {
      role: "assistant",
      content: output.content ?? "",
      chatThreadId: thread.ecsId,
      parentMessageId,
      toolCalls: (raw?.toolCalls ?? []).map((call) => ({
        ...call,
        toolId: thread.getToolByName(call.name)?.ecsId ?? null,
      })),
      usage: output.usage,
      reasoning: output.reasoning,
      replay: raw?.replay ?? null,
      outputId: outputs === "stored" ? output.ecsId : null,
      client: output.client,
      model: raw?.model ?? output.usage?.model ?? null,
      ...(raw !== null && { timestamp: raw.endedAt }),
    },
    context,
  );
}
