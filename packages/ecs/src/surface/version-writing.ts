import type { Entity } from "../entity/entity.ts";
import type { Modifications } from "./modifications.ts";
import type { Receipt, RegisterOptions } from "./register-options.ts";

/** What a registry does to store versions. */
export interface VersionWriting {
  /**
   * Stores what changed under `root` since its last version, in one transaction.
   *
   * The first call stores the whole tree; later calls fork each changed entity and its ancestors and store
   * only those. Nothing changed: nothing is written, `root.ecsId` stays. `root` is the same object afterwards.
   * One write of O(changed + ancestors) snapshots, however large the tree. `receipt(root)` says what was stored.
   *
   * @throws {VersionConflictError} `expectHead` was asked for and the ref moved; nothing is stored, `root` is as before.
   * @throws {CommitUnknownError} stored or not; calling again settles it (L4: commits are idempotent).
   * @throws {ForeignEntityError} `root`, or something that it reaches, belongs to another registry.
   * @throws {EntityValidationError} a rule over several fields is broken.
   * @throws {ErasedContentError} a version whose content was erased would get a child.
   */
  register<E extends Entity>(root: E, options?: RegisterOptions): Promise<E>;

  /** Stores what changed under several roots, in one transaction; otherwise as {@link register}. */
  registerAll<E extends Entity>(
    roots: readonly E[],
    options?: RegisterOptions,
  ): Promise<readonly E[]>;

  /** The last batch of a root, without I/O; null when this registry has stored none. */
  receipt(root: Entity): Receipt | null;

  /** Sends every batch again of which nobody knows whether it was stored, and waits for those under way. */
  settle(): Promise<void>;

  /** True when an entity or anything below it differs from what was stored; no I/O. */
  isModified(entity: Entity): boolean;

  /**
   * What a register would store, without I/O: each changed entity with the fields that differ, each ancestor of
   * one with none, and each entity that was never stored with all of its fields; `reasonOf(entity)` tells which
   * of these it is: `changed`, `child` or `new`.
   */
  modifications(entity: Entity): Modifications;

  /**
   * Gives each changed entity and each of its ancestors below `root` a new id, without storing; what is never
   * stored keeps its id. The next register stores them under these ids.
   *
   * @throws {ForeignEntityError} `root`, or something that it reaches, belongs to another registry.
   * @throws {ErasedContentError} a version whose content was erased would get a child.
   */
  fork<E extends Entity>(root: E): E;
}
