import type { EntityRegistry } from "@minference/ecs";
import { ChatThread, LLMConfig, SystemPrompt } from "@minference/threads";
import type { Conversation, Topic } from "../conversations/conversation.ts";
import { findThreads } from "../threads/find-threads.ts";
import type { Dialogue } from "./dialogue.ts";

/**
 * The thread of each conversation: as an earlier run has left it, else new. New ones are stored in one batch, so
 * that a run that is killed leaves all of them or none.
 */
export async function openDialogues(
  registry: EntityRegistry,
  topics: readonly Topic[],
  model: string,
): Promise<readonly Dialogue[]> {
  const names = topics.flatMap(({ conversations }) => conversations.map(threadName));
  const found = await findThreads(registry, new Set(names));
  const llmConfig = new LLMConfig({ client: "openai", model, maxTokens: 200 });
  const dialogues = topics.flatMap((topic) => {
    const systemPrompt = new SystemPrompt(topic.systemPrompt);
    return topic.conversations.map((conversation) => {
      const name = threadName(conversation);
      const thread = found.get(name) ?? new ChatThread({ name, systemPrompt, llmConfig });
      return { thread, turns: conversation.turns };
    });
  });
  await registry.registerAll(dialogues.map(({ thread }) => thread));
  return dialogues;
}

function threadName({ name }: Conversation): string {
  return `chats: ${name}`;
}
