import type { EntityRegistry } from "@minference/ecs";
import {
  CorruptError,
  shortId,
  type EcsId,
  type JsonObject,
  type JsonValue,
} from "@minference/protocol";
import { bodyOf, requestHashOf } from "@minference/wire";
import { RawOutput } from "../output/outputs.ts";

/** What a registry is asked for to rebuild a request. */
export type LinkReader = Pick<EntityRegistry, "get">;

/**
 * The body that was sent, rebuilt from the raw outputs that it begins with and proved by its hash:
 * `JSON.stringify` of it is byte for byte what went out. One read for each raw output that it builds on.
 *
 * @throws {CorruptError} a link of the chain is missing, or what was rebuilt is not what was sent.
 */
export async function requestOf(registry: LinkReader, rawOutput: RawOutput): Promise<JsonObject> {
  const body = bodyOf(rawOutput.envelope, await messagesOf(registry, rawOutput));
  if (requestHashOf(JSON.stringify(body)) === rawOutput.requestHash) return body;
  throw corrupt(rawOutput, "was rebuilt, and is not what was sent: its hash differs");
}

/** The rendered messages of a request, collected from its end. */
async function messagesOf(registry: LinkReader, last: RawOutput): Promise<readonly JsonValue[]> {
  const parts: (readonly JsonValue[])[] = [];
  const seen = new Set<EcsId>();
  let link = last;
  let needed = last.wireKeep + last.wireAdded.length;
  while (needed > 0) {
    if (seen.has(link.ecsId)) throw corrupt(last, "begins with itself");
    seen.add(link.ecsId);
    const { wireAdded, wireKeep } = link;
    if (needed > wireKeep + wireAdded.length)
      throw corrupt(last, "begins with more messages than were sent");
    if (needed > wireKeep) parts.push(wireAdded.slice(0, needed - wireKeep));
    needed = Math.min(needed, wireKeep);
    if (needed > 0) link = await baseOf(registry, link);
  }
  return parts.reverse().flat();
}

async function baseOf(registry: LinkReader, link: RawOutput): Promise<RawOutput> {
  const { wireBaseId } = link;
  const base = wireBaseId === null ? null : await registry.get(RawOutput, wireBaseId);
  if (base !== null) return base;
  throw corrupt(link, "begins with a raw output that is not stored");
}

function corrupt(raw: RawOutput, problem: string): CorruptError {
  return new CorruptError({
    problem: `The request of RawOutput …${shortId(raw.ecsId)} ${problem}`,
    remedy: "Restore the storage from a backup; other requests are unharmed",
    entityType: "RawOutput",
    ecsId: raw.ecsId,
    lineageId: raw.lineageId,
  });
}
