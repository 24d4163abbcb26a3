import type { EntityRegistry } from "@minference/ecs";
import type { LLMConfig } from "../config/llm-config.ts";
import type { SystemPrompt } from "../config/system-prompt.ts";
import type { ChatMessage } from "../message/chat-message.ts";
import { ProcessedOutput, type RawOutput } from "../output/outputs.ts";
import { ChatThread } from "../thread/chat-thread.ts";
import type { Tool } from "../tool/tool.ts";

/** Where an assistant message came from. */
export interface Provenance {
  readonly output: ProcessedOutput;
  /** What went out and came back; null when nothing was sent. */
  readonly rawOutput: RawOutput | null;
  /** The very version of the thread that was sent. */
  readonly thread: ChatThread;
  readonly systemPrompt: SystemPrompt | null;
  readonly tools: readonly Tool[];
  readonly forcedOutput: Tool | null;
  readonly llmConfig: LLMConfig;
}

/**
 * The output that a message came from, and the exact thread, prompt, tools and config versions that it was asked
 * with. Null when the message names no output: it was not answered by a model, or outputs were not stored.
 *
 * @throws {EntityNotFoundError} the output, or the thread version that was sent, is no longer stored.
 */
export async function provenance(
  registry: Pick<EntityRegistry, "getOrThrow">,
  message: ChatMessage,
): Promise<Provenance | null> {
  if (message.outputId === null) return null;
  const output = await registry.getOrThrow(ProcessedOutput, message.outputId);
  const thread = await registry.getOrThrow(ChatThread, output.chatThreadId);
  const { systemPrompt, tools, forcedOutput, llmConfig } = thread;
  const { rawOutput } = output;
  return { output, rawOutput, thread, systemPrompt, tools, forcedOutput, llmConfig };
}
