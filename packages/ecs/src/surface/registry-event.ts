import type { BatchId, EcsId, LineageId } from "@minference/protocol";

/** What a registry tells its listener. */
export type RegistryEvent =
  | {
      readonly type: "version.committed";
      readonly batchId: BatchId;
      readonly versions: readonly EcsId[];
      readonly runId: string | null;
    }
  | {
      readonly type: "version.branched";
      readonly batchId: BatchId;
      readonly lineageId: LineageId;
      readonly ecsId: EcsId;
      /** Name of the branch that was made. */
      readonly ref: string;
      readonly siblings: readonly EcsId[];
      readonly runId: string | null;
    };
