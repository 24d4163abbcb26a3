import type { EntityRegistry } from "@minference/ecs";
import type { EcsId } from "@minference/protocol";
import { LLMConfig } from "../config/llm-config.ts";
import { SystemPrompt } from "../config/system-prompt.ts";
import type { ProcessedOutput } from "../output/outputs.ts";
import type { CallableTool } from "../tool/callable-tool.ts";
import type { StructuredTool } from "../tool/structured-tool.ts";
import { ChatThread } from "./chat-thread.ts";

type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

// the program of style.md section 1, but for the sending: no cast is needed
export async function aReader(registry: EntityRegistry, output: ProcessedOutput): Promise<void> {
  const thread = new ChatThread({
    systemPrompt: new SystemPrompt({ name: "economist", content: "Answer in one sentence." }),
    llmConfig: new LLMConfig({ client: "openai", model: "gpt-4.1-mini", maxTokens: 200 }),
    newMessage: "Why do prices fall when supply grows?",
  });
  const total: number | undefined = output.usage?.totalTokens;
  const asked: ChatThread | null = await registry.get(ChatThread, output.askedVersionId);
  if (asked !== null) asked.llmConfig.temperature = total ?? null;
  thread.llmConfig = thread.llmConfig.copy({ temperature: 1 });
  await registry.register(thread);

  // @ts-expect-error a lineage id names no version
  await registry.get(ChatThread, thread.lineageId);
  // @ts-expect-error a thread needs a config
  new ChatThread({ newMessage: "hi" });
  // @ts-expect-error no key is a field of a config (G8)
  new LLMConfig({ client: "openai", apiKey: "sk-1" });
  // @ts-expect-error the clients are known
  new LLMConfig({ client: "cohere" });
  // @ts-expect-error the thread sets the version that a message was added to
  thread.addMessage({ role: "user", content: "hi", chatThreadId: thread.ecsId });
  // @ts-expect-error a message has one of four roles
  thread.addMessage({ role: "function", content: "hi" });
  // @ts-expect-error a list is read-only; it grows by append
  thread.history.length = 0;
}

export const reads: readonly [
  tools: Equal<ChatThread["tools"][number], CallableTool | StructuredTool>,
  forced: Equal<ChatThread["forcedOutput"], CallableTool | StructuredTool | null>,
  asked: Equal<ProcessedOutput["askedVersionId"], EcsId>,
] = [true, true, true];
