import type { Logger } from "@minference/protocol";
import type { Committed } from "../commit/commits.ts";
import type { RegistryEvent } from "../surface/registry-event.ts";

type Listener = (event: RegistryEvent) => void;

/** Tells a registry's listener and logger of a stored batch. A listener that throws is logged. */
export function tell(committed: Committed, listener: Listener | null, logger: Logger): void {
  for (const event of eventsOf(committed)) {
    logger.debug(fieldsOf(event), event.type);
    try {
      listener?.(event);
    } catch (error) {
      const message = error instanceof Error ? error.name : typeof error;
      logger.warn({ event: event.type, error: message }, "a registry listener threw");
    }
  }
}

function eventsOf({ frozen, receipt }: Committed): readonly RegistryEvent[] {
  const { batchId, runId, snapshots } = frozen.batch;
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
