import type { EcsId } from "@minference/protocol";
import type { EntitySnapshot, RefTip, StoredValue, TreeRead } from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";
import { toSnapshot } from "../data/stored-version.ts";

/** Everything below the asked versions, each once, and the refs that point to the asked ones. */
export function readTrees(ids: readonly EcsId[], data: MemoryData): TreeRead {
  const snapshots = new Map<EcsId, EntitySnapshot>();
  const waiting = [...ids];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const version = snapshots.has(id) ? undefined : data.versions.get(id);
    if (version === undefined) continue;
    const snapshot = toSnapshot(version);
    snapshots.set(id, snapshot);
    for (const value of Object.values(snapshot.state)) {
      for (const target of targets(value)) waiting.push(target);
    }
  }
  return { snapshots, tips: tipsAt(ids, data) };
}

function targets(value: StoredValue): readonly EcsId[] {
  if ("json" in value) return [];
  if ("ref" in value) return value.ref === null ? [] : [value.ref];
  if ("dict" in value) return Object.values(value.dict);
  return value.list;
}

function tipsAt(ids: readonly EcsId[], data: MemoryData): RefTip[] {
  const asked = new Set(ids);
  const lineages = ids.flatMap((id) => data.versions.get(id)?.lineageId ?? []);
  return data.refs.tips(lineages).filter(({ tip }) => asked.has(tip));
}
