import { randomFillSync } from "node:crypto";

/** Random bytes, taken from the system many at a time. */
export class RandomBytes {
  readonly #pool = Buffer.alloc(4096);
  #used = 4096;

  /** The next one, 0 to 255. */
  next(): number {
    if (this.#used === this.#pool.length) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    const byte = this.#pool[this.#used] ?? 0;
    this.#used += 1;
    return byte;
  }
}
