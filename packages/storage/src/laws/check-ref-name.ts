import { InvalidRequestError } from "@minference/protocol";
import { mainRef, type SetRef } from "../contract/refs.ts";

// code points, not UTF-16 units; a lone surrogate has no exact UTF-8 and so no row in a database
const refName = /^[^\p{Cc}\p{Cs}]{1,100}$/u;

/**
 * Lets a ref name of 1 to 100 characters without control characters pass (L15).
 *
 * @throws {InvalidRequestError} any other name.
 */
export function checkRefName(name: string): void {
  if (refName.test(name)) return;
  throw new InvalidRequestError({
    problem: `The ref name ${JSON.stringify(name.slice(0, 120))} is empty, too long or has control characters`,
    remedy: "Name refs with 1 to 100 characters, none of them a control character",
  });
}

/**
 * Lets a change of a ref pass whose name is one and that does not delete `main` (L15).
 *
 * @throws {InvalidRequestError} any other change.
 */
export function checkSetRef(change: SetRef): void {
  checkRefName(change.name);
  if (change.to !== null || change.name !== mainRef) return;
  throw new InvalidRequestError({
    problem: `The ref ${mainRef} cannot be deleted`,
    remedy: "Point it to another version",
    lineageId: change.lineageId,
  });
}
