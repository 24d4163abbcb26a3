import type { EcsId, LineageId } from "@minference/protocol";
import type { RefLogEntry, RefTip } from "@minference/storage";

type Logs = Map<string, RefLogEntry[]>;

/** The refs of all lineages. A ref is the last entry of its log; a deleted one points to null. */
export class RefBook {
  readonly #logs = new Map<LineageId, Logs>();

  /** The version that the ref points to; null when there is none. */
  tip(lineageId: LineageId, name: string): EcsId | null {
    return this.#logs.get(lineageId)?.get(name)?.at(-1)?.to ?? null;
  }

  /** The refs of these lineages that exist now, by name, then lineage. */
  tips(lineageIds: readonly LineageId[]): RefTip[] {
    const tips: RefTip[] = [];
    for (const lineageId of new Set(lineageIds)) {
      for (const name of this.#logs.get(lineageId)?.keys() ?? []) {
        const tip = this.tip(lineageId, name);
        if (tip !== null) tips.push(Object.freeze({ lineageId, name, tip }));
      }
    }
    return tips.sort(byNameThenLineage);
  }

  /** Every move of the ref, oldest first. */
  log(lineageId: LineageId, name: string): RefLogEntry[] {
    const log = this.#logs.get(lineageId)?.get(name) ?? [];
    return log.map((entry) => Object.freeze({ ...entry, at: new Date(entry.at) }));
  }

  add(lineageId: LineageId, name: string, move: Omit<RefLogEntry, "from">): void {
    const logs: Logs = this.#logs.get(lineageId) ?? new Map<string, RefLogEntry[]>();
    this.#logs.set(lineageId, logs);
    const log = logs.get(name) ?? [];
    logs.set(name, log);
    log.push({ ...move, from: log.at(-1)?.to ?? null, at: new Date(move.at) });
  }

  clear(): void {
    this.#logs.clear();
  }
}

function byNameThenLineage(a: RefTip, b: RefTip): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.lineageId < b.lineageId ? -1 : 1;
}
