import { isKind } from "@minference/protocol";
import type { CommitReceipt, EntityStorage } from "@minference/storage";
import { collect } from "../change/collect.ts";
import type { VersionIds } from "../change/fork.ts";
import { checkRules } from "../entity/check-rules.ts";
import { ForeignEntityError } from "../errors/foreign-entity-error.ts";
import type { Cell } from "../graph/cell.ts";
import type { EntityContext } from "../shape/entity-context.ts";
import { acknowledge } from "./acknowledge.ts";
import { decideFollowing, undecided } from "./decide-following.ts";
import { dropBatch, freezeBatch, type FrozenBatch } from "./frozen-batch.ts";
import type { CommitOptions } from "./commit-options.ts";
import { isRefusal } from "./is-refusal.ts";
import { refuseErased } from "./refuse-erased.ts";

/** A batch that was sent and is not settled: under way, or stored or not. */
interface Pending {
  readonly frozen: FrozenBatch;
  /** Resolves when the present attempt has ended, whatever came of it. */
  ended: Promise<void>;
  outcome: "under way" | "unknown";
  /** True once an attempt has ended without telling whether the batch was stored. */
  mayBeStored: boolean;
}

/** A batch that was stored. */
export interface Committed {
  readonly frozen: FrozenBatch;
  readonly receipt: CommitReceipt;
}

/** What the commits of one registry work with. */
export interface CommitParts {
  readonly storage: EntityStorage;
  readonly context: EntityContext;
  readonly ids: VersionIds;
  /** Marks an entity as this registry's. */
  readonly owner: object;
  readonly onCommitted: (committed: Committed) => void;
}

/**
 * Commits the changes of entities, one batch per object at a time (V24, V26): a register whose batch would
 * meet an object in flight waits for it and collects anew; a batch of which nobody knows whether it was
 * stored is sent again, the very same, before anything else of its objects.
 */
export class Commits {
  readonly #parts: CommitParts;
  readonly #pending = new Map<Cell, Pending>();

  constructor(parts: CommitParts) {
    this.#parts = parts;
  }

  /** Stores what changed below these roots and gives the batch; nothing changed: nothing is written, null. */
  async commit(roots: readonly Cell[], options: CommitOptions): Promise<Committed | null> {
    const rootSet = new Set(roots);
    const partsWithoutRefs = new Set<Cell>();
    for (;;) {
      const { changed, met } = collect(roots);
      this.refuseForeign(met);
      const blocking = this.#blocking(met);
      if (blocking !== null) {
        await this.#settle(blocking);
        continue;
      }
      if (changed.size === 0) return null;
      const open = undecided(changed).filter((cell) => !partsWithoutRefs.has(cell));
      if (open.length > 0) {
        const parts = await decideFollowing(this.#parts.storage, open, rootSet);
        for (const cell of parts) partsWithoutRefs.add(cell);
        continue;
      }
      for (const cell of changed) {
        refuseErased(cell);
        checkRules(cell);
      }
      const { context, ids } = this.#parts;
      return await this.#send(this.#hold(freezeBatch({ roots, changed, context, ids, options })));
    }
  }

  /** @throws {ForeignEntityError} one of these entities belongs to another registry. */
  refuseForeign(met: ReadonlySet<Cell>): void {
    for (const cell of met) {
      if (cell.registry === null || cell.registry === this.#parts.owner) continue;
      const { ecsId } = cell.version;
      throw new ForeignEntityError({ entityType: cell.definition.shape.type, ecsId });
    }
  }

  /** True while a batch of this entity is not settled. */
  isPending(cell: Cell): boolean {
    return this.#pending.has(cell);
  }

  /** Waits for every batch under way, and sends those again whose outcome is unknown. */
  async settle(): Promise<void> {
    const failures: unknown[] = [];
    for (const pending of new Set(this.#pending.values())) {
      await this.#settle(pending).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  #blocking(met: ReadonlySet<Cell>): Pending | null {
    if (this.#pending.size === 0) return null;
    for (const cell of met) {
      const pending = this.#pending.get(cell);
      if (pending !== undefined) return pending;
    }
    return null;
  }

  #hold(frozen: FrozenBatch): Pending {
    const pending: Pending = {
      frozen,
      ended: Promise.resolve(),
      outcome: "under way",
      mayBeStored: false,
    };
    for (const { cell } of frozen.next) {
      this.#pending.set(cell, pending);
      cell.registry = this.#parts.owner;
    }
    return pending;
  }

  async #settle(pending: Pending): Promise<void> {
    if (pending.outcome === "under way") {
      await pending.ended;
      return;
    }
    await this.#send(pending).catch((error: unknown) => {
      // refused: the batch is dropped, its changes are still in the objects and are collected anew
      if (pending.outcome === "unknown") throw error;
    });
  }

  async #send(pending: Pending): Promise<Committed> {
    pending.outcome = "under way";
    const sending = this.#attempt(pending);
    // those who wait for the end learn the outcome from the pending batch, not from a rejection
    pending.ended = sending.then(
      () => undefined,
      () => undefined,
    );
    return sending;
  }

  async #attempt(pending: Pending): Promise<Committed> {
    const { frozen } = pending;
    const receipt = await this.#parts.storage.commit(frozen.batch).catch((error: unknown) => {
      if (isKind(error, "commit_unknown")) pending.mayBeStored = true;
      // a storage that cannot write now says nothing of what it did before
      if (pending.mayBeStored && !isRefusal(error)) pending.outcome = "unknown";
      else this.#refuse(pending);
      throw error;
    });
    acknowledge(frozen, receipt);
    this.#release(pending);
    const committed = { frozen, receipt };
    this.#parts.onCommitted(committed);
    return committed;
  }

  #refuse(pending: Pending): void {
    dropBatch(pending.frozen);
    this.#release(pending);
    for (const { cell } of pending.frozen.next) if (cell.isNew) cell.registry = null;
  }

  #release(pending: Pending): void {
    for (const { cell } of pending.frozen.next) this.#pending.delete(cell);
  }
}
