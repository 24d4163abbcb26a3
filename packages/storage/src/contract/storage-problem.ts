import type { EcsId, LineageId } from "@minference/protocol";

/** One thing in a storage that is not as it was written. */
export interface StorageProblem {
  /** A sentence without stored content. */
  readonly problem: string;
  /** The version that it is about; null: none, or it cannot be told. */
  readonly ecsId: EcsId | null;
  readonly lineageId: LineageId | null;
}
