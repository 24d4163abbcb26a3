import type { EntityRegistry } from "@minference/ecs";
import { ChatThread } from "@minference/threads";

const pageLength = 100;

/** The threads of these names that are stored, each at the tip of `main`, by name. */
export async function findThreads(
  registry: EntityRegistry,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, ChatThread>> {
  const found = new Map<string, ChatThread>();
  let page: readonly ChatThread[];
  let last: ChatThread | undefined;
  do {
    page = await registry.listByType(ChatThread, {
      versions: "main",
      limit: pageLength,
      ...(last !== undefined && { before: last.ecsId }),
    });
    last = page.at(-1);
    for (const thread of page) {
      if (thread.name !== null && names.has(thread.name)) found.set(thread.name, thread);
    }
  } while (page.length === pageLength);
  return found;
}
