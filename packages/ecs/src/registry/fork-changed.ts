import { collect } from "../change/collect.ts";
import { nextVersion, type VersionIds } from "../change/fork.ts";
import type { Commits } from "../commit/commits.ts";
import { refuseErased } from "../commit/refuse-erased.ts";
import type { Cell } from "../graph/cell.ts";

/**
 * Gives what changed below a root, and its ancestors there, new ids, bottom-up (V15); what is in a batch that is not
 * settled has its new id already.
 *
 * @throws {ErasedContentError} one of them was erased; none is forked.
 * @throws {ForeignEntityError} one belongs to another registry; none is forked.
 */
export function forkChanged(root: Cell, ids: VersionIds, commits: Commits): void {
  const { changed, met } = collect([root]);
  commits.refuseForeign(met);
  for (const cell of changed) refuseErased(cell);
  const now = ids.now();
  for (const cell of [...changed].reverse()) {
    if (!commits.isPending(cell)) cell.version = nextVersion(cell, ids, now);
  }
}
