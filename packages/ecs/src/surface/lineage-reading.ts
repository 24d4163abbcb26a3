import type { EcsId, LineageId } from "@minference/protocol";
import type { RefLogEntry, RefTip } from "@minference/storage";
import type { EntityDiff } from "../change/diff.ts";
import type { Lineage } from "../lineage/lineage.ts";
import type { SetRefOptions } from "./set-ref-options.ts";

/** What a registry knows of the versions of one thing, and of the refs that name them. */
export interface LineageReading {
  /**
   * The fields that differ between two stored versions of one type, of one lineage or of two.
   *
   * @throws {EntityNotFoundError} one is absent.
   * @throws {InvalidRequestError} they are of two types.
   */
  diff(before: EcsId, after: EcsId): Promise<EntityDiff>;

  /**
   * The tree of all versions of one thing; empty for an unknown lineage. It reads each version's own state, page by
   * page, and keeps what differs from the parent.
   */
  lineage(lineageId: LineageId): Promise<Lineage>;

  /** Ids of all versions, a parent always before its child; only ids and parents are read. */
  getLineageIds(lineageId: LineageId): Promise<readonly EcsId[]>;

  /** Versions without children. */
  getHeads(lineageId: LineageId): Promise<readonly EcsId[]>;

  /** From the parent of a version to the first one. */
  getAncestorIds(id: EcsId): Promise<readonly EcsId[]>;

  /** Every version that descends from one. */
  getDescendantIds(id: EcsId): Promise<readonly EcsId[]>;

  /** The refs of a lineage as they stand now. */
  refs(lineageId: LineageId): Promise<readonly RefTip[]>;

  /** Every move of a ref, oldest first. */
  refLog(lineageId: LineageId, name: string): Promise<readonly RefLogEntry[]>;

  /**
   * Points a ref to a stored version of its lineage.
   *
   * @throws {VersionConflictError} `expect` is given and the tip is another one.
   * @throws {DanglingReferenceError} the version is not stored in this lineage.
   */
  setRef(lineageId: LineageId, name: string, to: EcsId, options?: SetRefOptions): Promise<void>;

  /** Deletes a ref; its log stays. @throws {InvalidRequestError} it is `main`. */
  deleteRef(lineageId: LineageId, name: string, options?: SetRefOptions): Promise<void>;
}
