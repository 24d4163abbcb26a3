import type { BatchId, EcsId, JsonValue, LineageId } from "@minference/protocol";

/** One version whose content is to go. */
export interface EmptiedVersion {
  readonly ecsId: EcsId;
  /** What these JSON fields hold from then on; all other fields stay. */
  readonly json: Readonly<Record<string, JsonValue>>;
}

/** Takes content away from stored versions. It is a batch of its own. */
export interface EraseRequest {
  readonly batchId: BatchId;
  readonly at: Date;
  readonly actor: string | null;
  readonly reason: string;
  readonly versions: readonly EmptiedVersion[];
}

/** The receipt that stays of one version's content. */
export interface Erasure {
  readonly ecsId: EcsId;
  readonly lineageId: LineageId;
  readonly at: Date;
  readonly batchId: BatchId;
  readonly actor: string | null;
  readonly reason: string;
}
