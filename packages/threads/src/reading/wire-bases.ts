import type { EntityRegistry } from "@minference/ecs";
import type { EcsId } from "@minference/protocol";
import { ProcessedOutput } from "../output/outputs.ts";
import type { WireBase } from "../output/wire-base.ts";
import { lastAnswer } from "../history/newest-first.ts";
import type { ChatThread } from "../thread/chat-thread.ts";

/** What a registry is asked for to find a base. */
export type OutputReader = Pick<EntityRegistry, "get">;

/** The wire base of each thread: read once for a loaded thread, then kept beside it from turn to turn. */
export class WireBases {
  readonly #registry: OutputReader;
  readonly #kept = new WeakMap<ChatThread, WireBase>();

  constructor(registry: OutputReader) {
    this.#registry = registry;
  }

  /**
   * What the next request of a thread may begin with: the raw output of the last assistant message. Null when it
   * names no output, or one that is no longer stored. One read, unless the base is kept already.
   */
  async of(thread: ChatThread): Promise<WireBase | null> {
    const outputId = lastAnswer(thread)?.outputId ?? null;
    if (outputId === null) return null;
    const kept = this.#kept.get(thread);
    if (kept?.outputId === outputId) return kept;
    const read = await readWireBase(this.#registry, outputId);
    if (read !== null) this.keep(thread, read);
    return read;
  }

  /** Keeps the base of a stored output for as long as the last assistant message of the thread names the output. */
  keep(thread: ChatThread, base: WireBase): void {
    if (lastAnswer(thread)?.outputId === base.outputId) this.#kept.set(thread, base);
  }
}

async function readWireBase(registry: OutputReader, outputId: EcsId): Promise<WireBase | null> {
  const raw = (await registry.get(ProcessedOutput, outputId))?.rawOutput ?? null;
  if (raw === null) return null;
  return {
    outputId,
    rawOutputId: raw.ecsId,
    client: raw.client,
    length: raw.wireKeep + raw.wireAdded.length,
    wireHash: raw.wireHash,
    sent: null,
  };
}
