import type { EcsId } from "@minference/protocol";
import { heldIds, planPrune, type PruneReceipt, type PruneRequest } from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";
import type { StoredVersion } from "../data/stored-version.ts";

/** Deletes every version that is not reached, unless they are to be counted only. */
export function prune(request: PruneRequest, data: MemoryData): PruneReceipt {
  const tips = data.refs.tips().map(({ tip }) => tip);
  const receipt = planPrune(request, { versions: data.versions, tips, held: heldOnce() });
  if (request.mode === "delete") data.delete(Object.values(receipt.idsByType).flat());
  return receipt;
}

/** What a version names, without the chunks of its lists that were given for another version before. */
function heldOnce(): (version: StoredVersion) => Iterable<EcsId> {
  const given = new Set<readonly EcsId[]>();
  return function* ({ state }) {
    for (const value of Object.values(state)) {
      if (!("list" in value)) yield* heldIds(value);
      else {
        for (const chunk of value.list.chunks) {
          if (!given.has(chunk)) yield* chunk;
          given.add(chunk);
        }
      }
    }
  };
}
