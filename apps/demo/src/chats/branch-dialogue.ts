import { EntityNotFoundError, type EntityRegistry } from "@minference/ecs";
import { mainRef } from "@minference/storage";
import { ChatThread, SystemPrompt } from "@minference/threads";
import type { Dialogue } from "./dialogue.ts";

const otherPrompt = {
  name: "sceptic",
  content: "You are a sceptic. Doubt the question first, then answer it in two sentences.",
};

/**
 * The same conversation from its second version on, the first question, under another system prompt: as an earlier
 * run has left it on its branch, else a new branch, stored.
 */
export async function branchDialogue(
  registry: EntityRegistry,
  { thread, turns }: Dialogue,
): Promise<Dialogue> {
  const { lineageId } = thread;
  const branch = (await registry.refs(lineageId)).find(({ name }) => name !== mainRef);
  const known = branch && (await registry.head(ChatThread, lineageId, branch.name));
  if (known) return { thread: known, turns };
  const [, second] = await registry.getLineageIds(lineageId);
  if (second === undefined) {
    throw new EntityNotFoundError({ entityType: "ChatThread", ecsId: lineageId });
  }
  const asked = await registry.getOrThrow(ChatThread, second);
  asked.systemPrompt = new SystemPrompt(otherPrompt);
  await registry.register(asked, { reason: "the same question under another system prompt" });
  return { thread: asked, turns };
}
