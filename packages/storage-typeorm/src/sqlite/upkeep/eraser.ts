import type { EraseRequest } from "@minference/storage";
import type { GroupQueue } from "../../commit/group-queue.ts";
import { eraseVersions, type EraseParts } from "./erase-versions.ts";
import { FileShrinker } from "./file-shrinker.ts";

/** Erases versions in the groups of all other writes, and their bytes from the file after that. */
export class Eraser {
  readonly #parts: EraseParts;
  readonly #queue: GroupQueue;
  readonly #shrinker: FileShrinker;
  readonly #running = new Set<Promise<void>>();

  constructor(parts: EraseParts, queue: GroupQueue, shrinker: FileShrinker) {
    this.#parts = parts;
    this.#queue = queue;
    this.#shrinker = shrinker;
  }

  /** Resolves when the content is in no row and nowhere in the file; a repeated request frees the file again. */
  async erase(request: EraseRequest): Promise<void> {
    const running = this.#erase(request);
    this.#running.add(running);
    try {
      await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Resolves when every erase that was begun is answered. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  async #erase(request: EraseRequest): Promise<void> {
    await this.#queue.add(0, () => {
      eraseVersions(request, this.#parts);
    });
    await this.#shrinker.shrink();
  }
}
