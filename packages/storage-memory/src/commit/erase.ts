import { versionsToErase, type EraseRequest } from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";
import { emptied } from "../data/stored-version.ts";

/** Empties versions for good, each once, and keeps a receipt of each. */
export function erase(request: EraseRequest, data: MemoryData): void {
  const { batchId, at, actor, reason } = request;
  data.once(batchId, () => {
    const planned = Array.from(versionsToErase(request, data.versions), ([version, to]) =>
      emptied(version, to, at),
    );
    for (const version of planned) {
      const { ecsId, lineageId } = version;
      data.versions.set(ecsId, version);
      const receipts = data.erasures.get(lineageId) ?? [];
      receipts.push({ ecsId, lineageId, at: new Date(at), batchId, actor, reason });
      data.erasures.set(lineageId, receipts);
    }
    return [];
  });
}
