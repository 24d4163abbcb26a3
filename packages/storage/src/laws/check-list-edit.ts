import { InvalidRequestError, type EcsId } from "@minference/protocol";
import type { ListEdit } from "../contract/entity-snapshot.ts";

/** Where a list edit stands, for its error. */
export interface ListEditPlace {
  readonly entityType: string;
  readonly ecsId: EcsId;
  readonly field: string;
  /** Items of the list that it starts from; 0 when `from` is null. */
  readonly startLength: number;
}

/**
 * Lets an edit pass that the list it starts from can bear: `keep` within it, `put` rising and below `keep` (L10).
 *
 * @throws {InvalidRequestError} any other edit.
 */
export function checkListEdit(edit: ListEdit, place: ListEditPlace): void {
  const { keep, put } = edit;
  if (!Number.isInteger(keep) || keep < 0 || keep > place.startLength) {
    throw refused(place, `keeps ${keep} items of a list of ${place.startLength}`);
  }
  let next = 0;
  for (const [position] of put) {
    if (!Number.isInteger(position) || position < next || position >= keep) {
      throw refused(place, `puts an item at ${position}, out of order or not below ${keep}`);
    }
    next = position + 1;
  }
}

function refused(place: ListEditPlace, what: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `${place.entityType}: the edit of list ${place.field} ${what}`,
    remedy: "Make the edit from the list that is stored at its `from`",
    entityType: place.entityType,
    ecsId: place.ecsId,
    path: place.field,
  });
}
