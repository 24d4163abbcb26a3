import type { JsonValue } from "@minference/protocol";
import type { EmptiedVersion, EntitySnapshot } from "@minference/storage";
import { refuseDrift } from "../load/refuse-drift.ts";
import type { EntityDefinition } from "../shape/entity-definition.ts";
import { isEmptied } from "../shape/is-emptied.ts";

/**
 * What the fields of a version hold once it is erased: no text, no JSON (V42). A text that is null stays null.
 *
 * @throws {SchemaDriftError} its fields are not those of its schema version, so some could be missed.
 */
export function emptiedFields(
  definition: EntityDefinition,
  snapshot: EntitySnapshot,
): EmptiedVersion["json"] {
  const emptied = [...refuseDrift(definition, snapshot)].flatMap(
    ([name, { shape }]): [string, JsonValue][] => {
      const value = snapshot.state[name];
      if (value === undefined || !("json" in value) || !isEmptied(shape)) return [];
      return [[name, shape.kind === "json" || value.json === null ? null : ""]];
    },
  );
  return Object.fromEntries(emptied);
}
