import {
  InvalidRequestError,
  shortId,
  type ChatRequest,
  type NeutralMessage,
  type ToolSpec,
} from "@minference/protocol";
import { checkResponseFormat } from "../config/check-response-format.ts";
import { EmptyMessageError } from "../errors/empty-message-error.ts";
import { checkAllNames } from "../state/check-tool-names.ts";
import type { ThreadState } from "../state/thread-state.ts";
import { readCalls, unansweredCall, type CallProblem } from "./call-problem.ts";
import { modeFields } from "./mode-fields.ts";
import { sentMessages } from "./sent-messages.ts";

/**
 * What a thread asks now, in no provider's format; the same state gives the same request, and nothing changes.
 *
 * @throws {ConfigError} the client does not offer the response format.
 * @throws {WorkflowFinishedError} each tool of the workflow has had its turn.
 * @throws {EmptyMessageError} there is nothing to answer.
 * @throws {InvalidRequestError} the mode needs a tool or a schema that the thread has not, a call has no result, a
 *   result no call, or two tools one name.
 */
export function chatRequestOf(thread: ThreadState): ChatRequest {
  const { llmConfig: config } = thread;
  checkResponseFormat(config);
  const messages = sentMessages(thread);
  const mode = modeFields(thread, messages);
  checkAnswerable(thread, messages);
  return {
    client: config.client,
    model: config.model,
    endpoint: config.endpoint,
    system: thread.systemText,
    messages,
    tools: toolSpecs(thread),
    ...mode,
    maxTokens: config.maxTokens,
    temperature: config.temperature,
    reasoning: config.reasoner ? { effort: config.reasoningEffort } : null,
    promptCache: config.useCache,
    extraBody: config.extraBody,
  };
}

function checkAnswerable(thread: ThreadState, messages: readonly NeutralMessage[]): void {
  const calls = readCalls(messages);
  if ("problem" in calls) throw invalid(thread, calls);
  const [open] = calls;
  if (open !== undefined) throw invalid(thread, unansweredCall(...open));
  const role = messages.at(-1)?.role;
  if (role !== "user" && role !== "tool") throw new EmptyMessageError(thread);
}

function invalid(
  thread: ThreadState,
  { position, problem, remedy }: CallProblem,
): InvalidRequestError {
  const { ecsId, lineageId } = thread;
  return new InvalidRequestError({
    problem: `Message ${position} of those that ChatThread …${shortId(ecsId)} would send: ${problem}`,
    remedy,
    entityType: "ChatThread",
    ecsId,
    lineageId,
    path: `messages.${position}`,
  });
}

/** The whole list in every mode: the thread's tools, then the forced one if it is not among them. */
function toolSpecs(thread: ThreadState): readonly ToolSpec[] {
  const { tools, forcedOutput: forced, ecsId, lineageId } = thread;
  const broken = checkAllNames(thread);
  if (broken !== null) {
    throw new InvalidRequestError({
      problem: `ChatThread …${shortId(ecsId)}.${broken.path}: ${broken.problem}`,
      remedy: broken.remedy,
      entityType: "ChatThread",
      ecsId,
      lineageId,
      path: broken.path,
    });
  }
  const all =
    forced === null || tools.some(({ name }) => name === forced.name) ? tools : [...tools, forced];
  return all.map((tool) => tool.toToolSpec());
}
