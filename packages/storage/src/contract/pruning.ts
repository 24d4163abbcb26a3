import type { EcsId } from "@minference/protocol";

/** What a prune keeps beside the tips of all refs, and how it is reached. */
export interface PruneRequest {
  /** Versions to keep although no ref reaches them; one that is not stored is left out of account. */
  readonly alsoKeep: readonly EcsId[];
  /** By type: the JSON fields that hold the id of a version, or null. */
  readonly idFields: Readonly<Record<string, readonly string[]>>;
  /** By type: the one of them that names the version which versions of this type live and die with. */
  readonly belongsTo: Readonly<Record<string, string>>;
  /** `count`: nothing is deleted, the receipt is that of a prune. */
  readonly mode: "count" | "delete";
}

/** What a prune deleted, or would delete: ids by type, each by rising id. */
export interface PruneReceipt {
  readonly idsByType: Readonly<Record<string, readonly EcsId[]>>;
}
