import type { EcsId, JsonValue, LineageId } from "@minference/protocol";
import type { EntitySnapshot, VersionRow } from "./entity-snapshot.ts";
import type { Erasure, EraseRequest } from "./erasing.ts";
import type { PruneReceipt, PruneRequest } from "./pruning.ts";
import type { RefLogEntry, RefTip, SetRef } from "./refs.ts";
import type { StorageProblem } from "./storage-problem.ts";
import type { StorageStatus } from "./storage-status.ts";
import type { CommitReceipt, WriteBatch } from "./write-batch.ts";

/** Whole trees: every version reached from the asked ones through refs, lists and dicts. */
export interface TreeRead {
  /** By version id; an asked id that is not stored is absent. */
  readonly snapshots: ReadonlyMap<EcsId, EntitySnapshot>;
  /** Every ref whose tip is one of the asked ids. */
  readonly tips: readonly RefTip[];
}

/** Which versions to list. */
export interface RowFilter {
  /** Type names; a version of any of them is listed. */
  readonly types: readonly string[];
  /** `main`: only versions that are the tip of a ref named `main`. */
  readonly versions: "all" | "main";
  /** Scalar fields and the values that they must equal. */
  readonly where: Readonly<Record<string, JsonValue>>;
}

/** Which stretch of a list of versions, newest id first. */
export interface Page {
  /** At most this many, 1 to 1,000. */
  readonly limit: number;
  /** Only ids smaller than this one; null: from the newest. */
  readonly before: EcsId | null;
}

/**
 * What every backend is. It sees plain data, never entity classes. The laws are numbered in CONTRACT.md;
 * a backend keeps all of them, and the suite of `@minference/storage/conformance` has a case for each.
 *
 * Every method rejects with an error of a kind of reliability.md; after `close` with StorageClosedError.
 */
export interface EntityStorage {
  /** Name of the backend for people, such as `memory` or `sqlite`. */
  readonly backend: string;

  /**
   * Stores a batch whole, or not at all, and answers when it is durable.
   *
   * Idempotent by `batchId` (a known batch is answered with its receipt) and by `ecsId`.
   *
   * @throws {VersionConflictError} a move with `else: "refuse"` found another tip.
   * @throws {DuplicateIdError} a stored version has the same id and other content.
   * @throws {DanglingReferenceError} a ref, list item or `from` names no version.
   * @throws {CommitUnknownError} stored or not; committing the same batch again settles it.
   */
  commit(batch: WriteBatch): Promise<CommitReceipt>;

  /** The trees below these versions, in round trips per level of the tree, not per version. */
  readTrees(ids: readonly EcsId[]): Promise<TreeRead>;

  /** These versions alone, in one round trip per table; ids that are not stored are absent. */
  readSnapshots(ids: readonly EcsId[]): Promise<ReadonlyMap<EcsId, EntitySnapshot>>;

  /** Ids of the versions that match, newest id first. */
  readRows(filter: RowFilter, page: Page): Promise<readonly EcsId[]>;

  /** All versions of a lineage by rising id; empty when the lineage is unknown. */
  lineageRows(lineageId: LineageId): Promise<readonly VersionRow[]>;

  /** The refs of these lineages that exist now, by name. */
  refs(lineageIds: readonly LineageId[]): Promise<readonly RefTip[]>;

  /** Every move of a ref, oldest first; empty when there was none. */
  refLog(lineageId: LineageId, name: string): Promise<readonly RefLogEntry[]>;

  /**
   * Points a ref to a stored version of its lineage, or deletes it.
   *
   * @throws {VersionConflictError} `expect` was given and the tip is another one.
   * @throws {DanglingReferenceError} `to` is no stored version of the lineage.
   */
  setRef(change: SetRef): Promise<void>;

  /**
   * Empties stored versions for good: sets `erasedAt`, drops `contentHash`, and puts the given values into JSON
   * fields. Idempotent by `batchId`; a version that is erased already stays as it is.
   *
   * @throws {DanglingReferenceError} a version is not stored; then none is emptied.
   */
  erase(request: EraseRequest): Promise<void>;

  /** What was erased in a lineage, by rising version id. */
  erasures(lineageId: LineageId): Promise<readonly Erasure[]>;

  /**
   * Deletes every version that no ref and none of `alsoKeep` reaches. Reaching goes through refs, lists and
   * dicts, parents and id fields, and to what belongs to a version that is reached.
   */
  prune(request: PruneRequest): Promise<PruneReceipt>;

  /** Reads everything and lists what is damaged, as far as a backend can tell; it changes nothing. */
  verify(): Promise<readonly StorageProblem[]>;

  /** Counts over everything that is stored. */
  status(): Promise<StorageStatus>;

  /** Deletes everything that is stored. */
  clear(): Promise<void>;

  /** Finishes the commits that were accepted, then lets go of what it holds. A second call is quiet. */
  close(): Promise<void>;

  [Symbol.asyncDispose](): Promise<void>;
}
