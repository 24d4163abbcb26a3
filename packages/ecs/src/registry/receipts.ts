import { receiptOf } from "../commit/acknowledge.ts";
import type { Committed } from "../commit/commits.ts";
import type { Cell } from "../graph/cell.ts";
import type { Receipt } from "../surface/register-options.ts";

/** The last receipt of each root that a registry stored; it keeps no root in memory. */
export class Receipts {
  readonly #byRoot = new WeakMap<Cell, Receipt>();

  of(root: Cell): Receipt | null {
    return this.#byRoot.get(root) ?? null;
  }

  /** Keeps the receipt for each root of a batch that the batch has a version of. */
  keep({ frozen, receipt }: Committed): void {
    const stored = new Set(frozen.next.map(({ cell }) => cell));
    for (const root of frozen.roots) {
      if (stored.has(root)) this.#byRoot.set(root, receiptOf(root, frozen, receipt));
    }
  }
}
