import type { EcsId, LineageId } from "@minference/protocol";
import { branchName } from "../contract/refs.ts";
import type { RefMove } from "../contract/write-batch.ts";
import { VersionConflictError } from "../errors/version-conflict-error.ts";
import { checkRefTarget } from "./check-links.ts";
import { checkRefName } from "./check-ref-name.ts";

/** What one wish to move a ref comes to. */
export interface DecidedMove {
  readonly ref: string;
  /** False when a branch is made. */
  readonly moved: boolean;
  /** Tip of the wished ref as found; null when there was none. */
  readonly tip: EcsId | null;
  /** False when the ref points to `to` already: nothing is written then. */
  readonly writes: boolean;
}

/** A decided move with where it goes. */
export interface PlacedMove extends DecidedMove {
  readonly lineageId: LineageId;
  readonly to: EcsId;
}

/** The refs as they are stored, and the versions that they may point to. */
export interface FoundRefs {
  tipOf(lineageId: LineageId, name: string): EcsId | null;
  /** Lineage of a version; undefined: there is no such version. */
  lineageOf(id: EcsId): LineageId | undefined;
}

/**
 * Decides the moves of a batch in order, each by the tips as those before it leave them (L11).
 *
 * @throws {DanglingReferenceError} a move is to no version of its lineage (L7).
 * @throws {VersionConflictError} a move that refuses found another tip, or no branch name is free.
 * @throws {InvalidRequestError} the name is no ref name.
 */
export function decideMoves(moves: readonly RefMove[], found: FoundRefs): readonly PlacedMove[] {
  const tips = new Map<string, EcsId>();
  return moves.map((move) => {
    const { lineageId, to } = move;
    checkRefTarget(move, found.lineageOf(to));
    const decided = decideMove(
      move,
      (name) => tips.get(lineageId + name) ?? found.tipOf(lineageId, name),
    );
    tips.set(lineageId + decided.ref, to);
    return { ...decided, lineageId, to };
  });
}

/**
 * Decides a move by the tips as they are when its turn comes (L11–L13).
 *
 * @throws {VersionConflictError} a move that refuses found another tip, or no branch name is free.
 * @throws {InvalidRequestError} the name is no ref name.
 */
export function decideMove(move: RefMove, tipOf: (name: string) => EcsId | null): DecidedMove {
  const { lineageId, name, to } = move;
  if (name === null) return branch(move, null, tipOf);
  checkRefName(name);
  const tip = tipOf(name);
  if (tip === to || tip === move.expect) {
    return { ref: name, moved: true, tip, writes: tip !== to };
  }
  if (move.else === "branch") return branch(move, tip, tipOf);
  throw new VersionConflictError({ lineageId, ref: name, expected: move.expect, found: tip });
}

function branch(
  { lineageId, to }: RefMove,
  tip: EcsId | null,
  tipOf: (name: string) => EcsId | null,
): DecidedMove {
  const short = branchName(to, "short");
  const ref = tipOf(short) === null ? short : branchName(to, "long");
  const found = tipOf(ref);
  if (found !== null) throw new VersionConflictError({ lineageId, ref, expected: null, found });
  return { ref, moved: false, tip, writes: true };
}
