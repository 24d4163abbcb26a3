import { InvalidRequestError } from "@minference/protocol";
import type { EntityShape } from "./entity-shape.ts";

/**
 * Lets a type pass whose name can be stored, and whose `belongsTo` names an id field of its own (V40a).
 *
 * @throws {InvalidRequestError} one of them does not.
 */
export function checkDeclaration({ type, belongsTo, fields }: EntityShape): void {
  if (type === "" || type.includes("\0") || !type.isWellFormed()) {
    throw refused(type, `the type name ${JSON.stringify(type)}`, "Name it by text without NUL");
  }
  if (belongsTo === null || fields.get(belongsTo)?.kind === "id") return;
  throw refused(
    type,
    `belongsTo "${belongsTo}", which is no id field of it`,
    "Name the id field that holds the version it belongs to",
  );
}

function refused(entityType: string, what: string, remedy: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `A type is declared with ${what}`,
    remedy,
    entityType,
  });
}
