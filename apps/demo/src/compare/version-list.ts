import type { Entity, EntityClass, EntityRegistry } from "@minference/ecs";
import type { EcsId } from "@minference/protocol";
import {
  CallableTool,
  ChatMessage,
  ChatThread,
  GeneratedJsonObject,
  LLMConfig,
  ProcessedOutput,
  RawOutput,
  RequestLimits,
  StructuredTool,
  SystemPrompt,
  Usage,
} from "@minference/threads";
import { open } from "node:fs/promises";

const pageLength = 100;

/** Every type that a thread stores. */
const types: readonly EntityClass<Entity>[] = [
  ChatThread,
  ChatMessage,
  SystemPrompt,
  LLMConfig,
  RequestLimits,
  CallableTool,
  StructuredTool,
  Usage,
  GeneratedJsonObject,
  RawOutput,
  ProcessedOutput,
];

/** A version, its content hash, and its fields with all below them, as one line. */
export function versionLine(entity: Entity): string {
  const { entityType: type, ecsId, contentHash } = entity;
  return JSON.stringify({ type, ecsId, contentHash, dump: entity.dump() });
}

/** Writes a line for each version that is stored, and gives their number. */
export async function writeVersionList(registry: EntityRegistry, file: string): Promise<number> {
  let count = 0;
  await using list = await open(file, "w");
  for (const type of types) {
    for await (const page of versionPages(registry, type)) {
      await list.write(page.map((entity) => `${versionLine(entity)}\n`).join(""));
      count += page.length;
    }
  }
  return count;
}

/** The type of that name, among those that the list can name. */
export function listedType(name: string): EntityClass<Entity> | undefined {
  return types.find(({ entityType }) => entityType === name);
}

async function* versionPages(
  registry: EntityRegistry,
  type: EntityClass<Entity>,
): AsyncGenerator<readonly Entity[]> {
  let page: readonly Entity[];
  let before: EcsId | undefined;
  do {
    page = await registry.listByType(type, {
      limit: pageLength,
      ...(before !== undefined && { before }),
    });
    yield page;
    before = page.at(-1)?.ecsId;
  } while (page.length === pageLength);
}
