import type { BatchId, ContentHash, EcsId, LineageId } from "@minference/protocol";
import type { EntitySnapshot, WrittenSnapshot, WrittenValue } from "@minference/storage";
import { importedList, type ListStart } from "./imported-list.ts";
import type { Bundle } from "./parse-bundle.ts";

/** Versions that are stored already, as `knownVersions` gives them. */
type Known = ReadonlyMap<EcsId, ContentHash | null>;

/** The versions of a document that are not stored yet, as one batch brings them, parents before their children. */
export function freshVersions(
  { snapshots }: Bundle,
  known: Known,
  batchId: BatchId,
): readonly WrittenSnapshot[] {
  const before = new Map<LineageId, EntitySnapshot>();
  const fresh: WrittenSnapshot[] = [];
  for (const snapshot of byRisingId(snapshots.values())) {
    const { ecsId, lineageId, parentId } = snapshot;
    if (!known.has(ecsId)) {
      const parent = parentId === null ? undefined : snapshots.get(parentId);
      const start = startable(parent, known) ?? startable(before.get(lineageId), known);
      fresh.push({ ...snapshot, batchId, state: writtenState(snapshot, start) });
    }
    before.set(lineageId, snapshot);
  }
  return fresh;
}

function byRisingId(snapshots: Iterable<EntitySnapshot>): readonly EntitySnapshot[] {
  return [...snapshots].sort((a, b) => (a.ecsId < b.ecsId ? -1 : 1));
}

/** The version whose lists others can start from: null when it cannot be told what is stored under its id. */
function startable(snapshot: EntitySnapshot | undefined, known: Known): EntitySnapshot | null {
  if (snapshot === undefined || known.get(snapshot.ecsId) === null) return null;
  return snapshot;
}

function writtenState(
  snapshot: EntitySnapshot,
  start: EntitySnapshot | null,
): WrittenSnapshot["state"] {
  const fields = Object.entries(snapshot.state).map(([name, value]): [string, WrittenValue] => [
    name,
    "list" in value ? { list: importedList(value.list, listOf(start, name)) } : value,
  ]);
  return Object.fromEntries(fields);
}

function listOf(start: EntitySnapshot | null, name: string): ListStart | null {
  const value = start?.state[name];
  if (start === null || value === undefined || !("list" in value)) return null;
  return { from: start.ecsId, ids: value.list };
}
