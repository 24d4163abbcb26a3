import type { EntityRegistry } from "@minference/ecs";
import type { EcsId } from "@minference/protocol";
import { ProcessedOutput } from "../output/outputs.ts";
import type { WireBase } from "../output/wire-base.ts";
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
    const answer = thread.history.findLast(({ role }) => role === "assistant");
    const outputId = answer?.outputId ?? null;
    if (outputId === null) return null;
    const kept = this.#kept.get(thread);
    if (kept?.outputId === outputId) return kept;
    const read = await readWireBase(this.#registry, outputId);
    if (read !== null) this.keep(thread, read);
    return read;
  }

  /** Keeps the base of an answer that was stored. It is used only while that answer is the thread's last. */
  keep(thread: ChatThread, base: WireBase): void {
    this.#kept.set(thread, base);
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
