import type { EcsId, LineageId } from "@minference/protocol";
import type { RefLogEntry, RefTip } from "@minference/storage";

/** The refs of all lineages. A ref is the last entry of its log; a deleted one points to null. */
export class RefBook {
  readonly #logs = new Map<LineageId, Map<string, RefLogEntry[]>>();

  /** The version that the ref points to; null when there is none. */
  tip(lineageId: LineageId, name: string): EcsId | null {
    return this.#logs.get(lineageId)?.get(name)?.at(-1)?.to ?? null;
  }

  /** The refs of these lineages (default: of all) that exist now, by name, then lineage. */
  tips(lineageIds: Iterable<LineageId> = this.#logs.keys()): RefTip[] {
    const tips: RefTip[] = [];
    for (const lineageId of [...new Set(lineageIds)].sort()) {
      for (const name of this.#logs.get(lineageId)?.keys() ?? []) {
        const tip = this.tip(lineageId, name);
        if (tip !== null) tips.push({ lineageId, name, tip });
      }
    }
    // the sort is stable: under one name the lineages stay in order
    return tips.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  }

  /** Every move of the ref, oldest first. */
  log(lineageId: LineageId, name: string): RefLogEntry[] {
    const log = this.#logs.get(lineageId)?.get(name) ?? [];
    return log.map((entry) => ({ ...entry, at: new Date(entry.at) }));
  }

  add(lineageId: LineageId, name: string, move: Omit<RefLogEntry, "from">): void {
    const logs = this.#logs.get(lineageId) ?? new Map<string, RefLogEntry[]>();
    const log = logs.get(name) ?? [];
    const { to, batchId, actor, reason } = move;
    log.push({ from: log.at(-1)?.to ?? null, to, at: new Date(move.at), batchId, actor, reason });
    this.#logs.set(lineageId, logs.set(name, log));
  }

  clear(): void {
    this.#logs.clear();
  }
}
