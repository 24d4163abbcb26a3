import type { EcsId, LineageId } from "@minference/protocol";
import {
  DanglingReferenceError,
  VersionConflictError,
  branchName,
  checkRefName,
  type RefMove,
  type WriteBatch,
} from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";
import type { StoredVersion } from "../data/stored-version.ts";

/** What one wish to move a ref comes to. */
export interface PlannedMove {
  readonly lineageId: LineageId;
  readonly ref: string;
  readonly to: EcsId;
  readonly moved: boolean;
  /** Tip of the wished ref as found; null when there was none. */
  readonly tip: EcsId | null;
  /** False when the ref pointed to `to` already: nothing is written then. */
  readonly writes: boolean;
}

/**
 * What the moves of a batch come to, in order; each sees those before it. It changes nothing.
 *
 * @throws {VersionConflictError} a move that refuses found another tip, or no branch name is free (L12, L13).
 * @throws {DanglingReferenceError} `to` is no version of the lineage (L7).
 * @throws {InvalidRequestError} a name is no ref name (L15).
 */
export function planMoves(
  batch: WriteBatch,
  fresh: readonly StoredVersion[],
  data: MemoryData,
): readonly PlannedMove[] {
  if (batch.moves.length === 0) return [];
  const freshLineages = new Map(fresh.map(({ ecsId, lineageId }) => [ecsId, lineageId]));
  const tips = new PlannedTips(data);
  return batch.moves.map((move) => {
    const { to, lineageId } = move;
    const lineageOfTo = freshLineages.get(to) ?? data.versions.get(to)?.lineageId;
    if (lineageOfTo !== lineageId) {
      const path = `ref ${move.name ?? "of a branch"}`;
      throw new DanglingReferenceError({
        entityType: `Lineage ${lineageId}`,
        ecsId: null,
        path,
        target: to,
      });
    }
    const planned = planMove(move, tips);
    tips.set(lineageId, planned.ref, to);
    return planned;
  });
}

function planMove(move: RefMove, tips: PlannedTips): PlannedMove {
  const { lineageId, name, to } = move;
  if (name === null) return branch(move, null, tips);
  checkRefName(name);
  const tip = tips.get(lineageId, name);
  if (tip === to || tip === move.expect) {
    return { lineageId, ref: name, to, moved: true, tip, writes: tip !== to };
  }
  if (move.else === "branch") return branch(move, tip, tips);
  throw new VersionConflictError({ lineageId, ref: name, expected: move.expect, found: tip });
}

function branch({ lineageId, to }: RefMove, tip: EcsId | null, tips: PlannedTips): PlannedMove {
  const short = branchName(to, "short");
  const ref = tips.get(lineageId, short) === null ? short : branchName(to, "long");
  const found = tips.get(lineageId, ref);
  if (found !== null) throw new VersionConflictError({ lineageId, ref, expected: null, found });
  return { lineageId, ref, to, moved: false, tip, writes: true };
}

/** The tips as they are stored, with the moves planned so far on top. */
class PlannedTips {
  readonly #planned = new Map<string, EcsId>();
  readonly #data: MemoryData;

  constructor(data: MemoryData) {
    this.#data = data;
  }

  get(lineageId: LineageId, name: string): EcsId | null {
    return this.#planned.get(lineageId + name) ?? this.#data.refs.tip(lineageId, name);
  }

  set(lineageId: LineageId, name: string, tip: EcsId): void {
    this.#planned.set(lineageId + name, tip);
  }
}
