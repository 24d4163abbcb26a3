import type { LineageId } from "@minference/protocol";
import type { Erasure, StorageProblem, StorageStatus } from "@minference/storage";
import type { EraseOptions, EraseReceipt, EraseTarget } from "./erase-options.ts";
import type { PruneOptions, PruneSummary } from "./prune-options.ts";

/** What a registry does with a storage as a whole. */
export interface Upkeep {
  /** Counts over everything in the storage. */
  status(): Promise<StorageStatus>;

  /**
   * Reads everything and lists what is damaged: content hashes, parents, references, refs, and what the backend
   * finds of its own; of types that it knows, fields that are not those of their schema version too. It changes
   * nothing, a damaged version hides no other, and no problem tells what is stored. It remembers the id of every
   * version, and no content. Versions may be stored meanwhile, but none pruned.
   */
  verify(): Promise<readonly StorageProblem[]>;

  /**
   * Deletes every version that no ref and none of `alsoKeep` reaches, through refs, lists, dicts, parents, id
   * fields and `belongsTo`. Without `dryRun: false` it only counts. It takes no named branch and thins no history:
   * what it takes was reached only by a ref that was deleted, or by none.
   *
   * @throws {UnknownTypeError} the storage holds a type whose id fields this registry does not know.
   */
  prune(options?: PruneOptions): Promise<PruneSummary>;

  /**
   * Empties every text and JSON field of these versions, and of versions that belong to them, for good; ids,
   * numbers, dates, enums and links stay, and so does a receipt. One request to the storage; erasing again changes
   * nothing. What belongs to a version is looked up with one query for each version and each type that says so.
   * Objects in memory keep what they hold; loaded again, an emptied field throws ErasedContentError.
   *
   * @throws {EntityNotFoundError} one of them, or the lineage, is not stored; nothing is erased.
   * @throws {UnknownTypeError} one is of a type that this registry does not know; nothing is erased.
   * @throws {SchemaDriftError} the fields of one are not those of its class, so text could be missed; nothing is erased.
   * @throws {InvalidRequestError} the reason is empty.
   */
  erase(target: EraseTarget, options: EraseOptions): Promise<EraseReceipt>;

  /** What was erased in a lineage, by whom and why, by rising version id. */
  erasures(lineageId: LineageId): Promise<readonly Erasure[]>;

  /** Deletes everything in the storage. @throws {InvalidRequestError} it was not confirmed. */
  clear(consent: { readonly confirm: true }): Promise<void>;

  /** Settles what is under way or unknown. The storage stays open: it belongs to whoever opened it. */
  close(): Promise<void>;
}
