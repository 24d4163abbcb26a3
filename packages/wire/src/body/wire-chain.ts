import type { JsonValue } from "@minference/protocol";
import { createHash } from "node:crypto";
import { canonicalJson } from "../json/canonical-json.ts";

/** Messages in one block of the chain. */
const blockSize = 64;
const emptyHash = createHash("sha256").digest();

/**
 * The hash chain over the rendered messages of a request (spec 1.7), a value: appending gives another chain.
 *
 * h₀ = SHA-256(""), hₖ = SHA-256(hₖ₋₁ ‖ the SHA-256 of the canonical bytes of each message of block k), 64
 * messages a block, the last may be short. Appending costs the new messages; hashing at most one block.
 */
export class WireChain {
  /** The chain of no messages. */
  static readonly empty = new WireChain(emptyHash, [], 0);

  /** Number of messages. */
  readonly length: number;
  /** Hash of all full blocks. */
  readonly #blocks: Buffer;
  /** Digests of the messages after them, fewer than a block. */
  readonly #rest: readonly Buffer[];

  private constructor(blocks: Buffer, rest: readonly Buffer[], length: number) {
    this.length = length;
    this.#blocks = blocks;
    this.#rest = rest;
  }

  /** This chain followed by `messages`. */
  append(messages: readonly JsonValue[]): WireChain {
    let blocks = this.#blocks;
    let rest = [...this.#rest];
    for (const message of messages) {
      rest.push(createHash("sha256").update(canonicalJson(message)).digest());
      if (rest.length < blockSize) continue;
      blocks = hashBlock(blocks, rest);
      rest = [];
    }
    return new WireChain(blocks, rest, this.length + messages.length);
  }

  /** The `wireHash` of these messages: 64 hex digits. */
  hash(): string {
    const last = this.#rest.length === 0 ? this.#blocks : hashBlock(this.#blocks, this.#rest);
    return last.toString("hex");
  }
}

/** The `wireHash` of a whole list of rendered messages. */
export function wireHash(messages: readonly JsonValue[]): string {
  return WireChain.empty.append(messages).hash();
}

function hashBlock(before: Buffer, digests: readonly Buffer[]): Buffer {
  const hash = createHash("sha256").update(before);
  for (const digest of digests) hash.update(digest);
  return hash.digest();
}
