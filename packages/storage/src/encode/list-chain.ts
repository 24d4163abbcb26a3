import { trustListHash, type EcsId, type ListHash } from "@minference/protocol";
import { sha256 } from "./sha256.ts";
import { uuidBytes } from "./uuid-bytes.ts";

/** Items in one block of a list's hash chain. */
const blockSize = 64;
const emptyHash = sha256(new Uint8Array(0));
/** Shared by the chains of short lists, which most lists are. */
const noBlocks: readonly Buffer[] = [];

/**
 * The hash chain over the full blocks of one growing list of ids: h₀ = SHA-256(""), hₖ = SHA-256(hₖ₋₁ ‖ the
 * ids of block k, 16 bytes each), the last block may be short (spec 1.2). Appending hashes at most one block.
 */
export class ListChain {
  /** Hash after each full block of the list that this chain was last asked about. */
  #blocks: readonly Buffer[] = noBlocks;

  /** A chain that starts with this one's hashes of the blocks wholly before `position`. */
  copyBefore(position: number): ListChain {
    const copy = new ListChain();
    copy.#blocks = this.#blocksBefore(position);
    return copy;
  }

  /** Forgets the hashes of the blocks from the one that holds `position` on. */
  forgetFrom(position: number): void {
    this.#blocks = this.#blocksBefore(position);
  }

  /** Hash of the first `length` of `ids`; the items before the known blocks' end must not have changed. */
  hash(ids: readonly EcsId[], length: number): ListHash {
    const fullBlocks = Math.floor(length / blockSize);
    if (this.#blocks.length < fullBlocks) this.#extend(ids, fullBlocks);
    const before = this.#blockBefore(fullBlocks);
    const start = fullBlocks * blockSize;
    const last = start === length ? before : hashBlock(before, ids.slice(start, length));
    return trustListHash(last.toString("hex"));
  }

  #extend(ids: readonly EcsId[], fullBlocks: number): void {
    const blocks = [...this.#blocks];
    for (let block = blocks.length; block < fullBlocks; block += 1) {
      const start = block * blockSize;
      const before = blocks[block - 1] ?? emptyHash;
      blocks.push(hashBlock(before, ids.slice(start, start + blockSize)));
    }
    this.#blocks = blocks;
  }

  #blocksBefore(position: number): readonly Buffer[] {
    const known = Math.floor(position / blockSize);
    return known < this.#blocks.length ? this.#blocks.slice(0, known) : this.#blocks;
  }

  #blockBefore(block: number): Buffer {
    return this.#blocks[block - 1] ?? emptyHash;
  }
}

/** Hash of a whole list of ids. */
export function listHash(ids: readonly EcsId[]): ListHash {
  return new ListChain().hash(ids, ids.length);
}

function hashBlock(before: Buffer, ids: readonly EcsId[]): Buffer {
  const bytes = Buffer.allocUnsafe(32 + ids.length * 16);
  before.copy(bytes, 0);
  for (const [index, id] of ids.entries()) uuidBytes(id, bytes, 32 + index * 16);
  return sha256(bytes);
}
