import type { SetRef } from "../contract/refs.ts";
import { VersionConflictError } from "../errors/version-conflict-error.ts";
import { checkRefTarget } from "./check-links.ts";
import { checkSetRef } from "./check-ref-name.ts";
import type { FoundRefs } from "./decide-move.ts";

/**
 * True when a change of a ref is to be written; false when the ref is as it demands already (L14).
 *
 * @throws {InvalidRequestError} the name is no ref name, or `main` is to be deleted (L15).
 * @throws {DanglingReferenceError} `to` is no stored version of the lineage.
 * @throws {VersionConflictError} another tip was expected.
 */
export function decideSetRef(change: SetRef, found: FoundRefs): boolean {
  const { lineageId, name, to, expect } = change;
  checkSetRef(change);
  if (to !== null) checkRefTarget({ lineageId, name, to }, found.lineageOf(to));
  const tip = found.tipOf(lineageId, name);
  if (expect !== "any" && expect !== tip) {
    throw new VersionConflictError({ lineageId, ref: name, expected: expect, found: tip });
  }
  return tip !== to;
}
