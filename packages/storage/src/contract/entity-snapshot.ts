import type {
  BatchId,
  ContentHash,
  EcsId,
  JsonValue,
  LineageId,
  ListHash,
} from "@minference/protocol";

/**
 * A list as a change of a stored list. The result is the first `keep` items of the list at `from`, with
 * the items at `put` replaced, then `append`.
 */
export interface ListEdit {
  /** Version (stored, or of the same batch) whose same field is the start; null: start empty. */
  readonly from: EcsId | null;
  readonly keep: number;
  /** Replaced items, by rising position; every position is below `keep`. */
  readonly put: readonly (readonly [position: number, item: EcsId])[];
  readonly append: readonly EcsId[];
  /** Hash of the whole result; a backend may keep it, and never has to compute it. */
  readonly hash: ListHash;
}

/** One field of a version that is no list. A date is its ISO 8601 text in UTC. */
export type StoredField =
  | { readonly json: JsonValue }
  | { readonly ref: EcsId | null }
  | { readonly dict: Readonly<Record<string, EcsId>> };

/** One field of a version as a batch brings it. */
export type WrittenValue = StoredField | { readonly list: ListEdit };

/** One field of a version as it is read back. */
export type StoredValue = StoredField | { readonly list: readonly EcsId[] };

/** Plain data of one version; `Value` is how its fields come. */
interface Snapshot<Value> {
  readonly ecsId: EcsId;
  readonly type: string;
  readonly lineageId: LineageId;
  readonly parentId: EcsId | null;
  readonly createdAt: Date;
  readonly schemaVersion: number;
  readonly batchId: BatchId;
  readonly erasedAt: Date | null;
  /** Null only when the version is erased. */
  readonly contentHash: ContentHash | null;
  readonly state: Readonly<Record<string, Value>>;
}

/** Plain data of one version as a batch brings it: lists are edits. */
export type WrittenSnapshot = Snapshot<WrittenValue>;

/** Plain data of one version as a storage gives it back: lists are whole. */
export type EntitySnapshot = Snapshot<StoredValue>;

/** The part of a version that tells its place in a lineage; no state is read for it. */
export interface VersionRow {
  readonly ecsId: EcsId;
  readonly type: string;
  readonly lineageId: LineageId;
  readonly parentId: EcsId | null;
  readonly createdAt: Date;
  readonly batchId: BatchId;
}
