import type { Logger } from "@minference/protocol";
import type { CommitReceipt, WriteBatch } from "@minference/storage";
import type { RegistryEvent } from "../surface/registry-event.ts";

/** A batch as a storage acknowledged it. */
export interface StoredBatch {
  readonly batch: WriteBatch;
  readonly receipt: CommitReceipt;
}

type Listener = (event: RegistryEvent) => void;

/** Tells a registry's listener and logger of a stored batch. A listener that throws is logged. */
export function tell(stored: StoredBatch, listener: Listener | null, logger: Logger): void {
  for (const event of eventsOf(stored)) {
    logger.debug(fieldsOf(event), event.type);
    try {
      listener?.(event);
    } catch (error) {
      const message = error instanceof Error ? error.name : typeof error;
      logger.warn({ event: event.type, error: message }, "a registry listener threw");
    }
  }
}

function eventsOf({ batch, receipt }: StoredBatch): readonly RegistryEvent[] {
  const { batchId, runId, snapshots } = batch;
  const branched = receipt.moves.filter(({ moved }) => !moved);
  return [
    { type: "version.committed", batchId, versions: snapshots.map(({ ecsId }) => ecsId), runId },
    ...branched.map(({ lineageId, to, ref, siblings }): RegistryEvent => ({
      type: "version.branched",
      batchId,
      lineageId,
      ecsId: to,
      ref,
      siblings,
      runId,
    })),
  ];
}

function fieldsOf(event: RegistryEvent): Parameters<Logger["debug"]>[0] {
  const common = { event: event.type, batchId: event.batchId, runId: event.runId };
  return event.type === "version.committed"
    ? { ...common, versions: event.versions.length }
    : { ...common, lineageId: event.lineageId, ecsId: event.ecsId, ref: event.ref };
}
