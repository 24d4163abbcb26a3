import type { EntityRegistry } from "@minference/ecs";
import { findThreads } from "../threads/find-threads.ts";
import type { LineConversation } from "./read-conversation.ts";

/** Threads that are stored in one batch. */
const batchLength = 50;

/** The conversations with their threads stored: as an earlier run has left them, else new. */
export async function storeConversations(
  registry: EntityRegistry,
  conversations: readonly LineConversation[],
): Promise<readonly LineConversation[]> {
  const names = new Set(conversations.map(({ thread }) => thread.name ?? ""));
  const found = await findThreads(registry, names);
  const stored = conversations.map((conversation) => ({
    ...conversation,
    thread: found.get(conversation.thread.name ?? "") ?? conversation.thread,
  }));
  for (let start = 0; start < stored.length; start += batchLength) {
    const batch = stored.slice(start, start + batchLength);
    await registry.registerAll(batch.map(({ thread }) => thread));
  }
  return stored;
}
