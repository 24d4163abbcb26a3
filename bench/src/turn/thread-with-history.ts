import { EntityRegistry } from "@minference/ecs";
import type { EntityStorage } from "@minference/storage";
import { ChatThread, LLMConfig, SystemPrompt } from "@minference/threads";
import { messageText } from "./subject.ts";

/** A stored thread with `turns` turns of history, and its registry. */
export async function threadWithHistory(
  storage: EntityStorage,
  turns: number,
): Promise<{ readonly registry: EntityRegistry; readonly thread: ChatThread }> {
  const registry = new EntityRegistry({ storage });
  const thread = new ChatThread({
    name: "bench",
    systemPrompt: new SystemPrompt({ name: "economist", content: "Answer in one sentence." }),
    llmConfig: new LLMConfig({ client: "openai", model: "gpt-4.1-mini" }),
  });
  for (let turn = 0; turn < turns; turn += 1) addTurn(thread);
  await registry.register(thread);
  return { registry, thread };
}

/** Appends a question and an answer to a thread, without storing them. */
export function addTurn(thread: ChatThread): void {
  thread.addMessage({ role: "user", content: messageText });
  thread.addMessage({ role: "assistant", content: messageText });
}
