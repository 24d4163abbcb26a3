import { SchemaDriftError, shortId } from "@minference/protocol";
import type { EntitySnapshot, StoredValue } from "@minference/storage";
import { fieldsAt, type EntityDefinition } from "../shape/entity-definition.ts";
import type { LinkField } from "../shape/link-field.ts";
import type { PlainField } from "../shape/plain-field.ts";

/** The fields that a stored version has, as they were declared for its schema version. */
export type StoredFields = ReadonlyMap<string, PlainField | LinkField>;

/** How a stored version and its class compare. */
export type Comparison =
  | { readonly outcome: "same"; readonly fields: StoredFields }
  /** `what` follows "is stored". */
  | { readonly outcome: "drift"; readonly what: string; readonly remedy: string };

/**
 * Compares the fields of a stored version with those of its own schema version, and gives them.
 *
 * @throws {SchemaDriftError} the class does not know that schema version, or a field is missing, too many, or holds
 * another kind of value.
 */
export function refuseDrift(definition: EntityDefinition, snapshot: EntitySnapshot): StoredFields {
  const comparison = compareShape(definition, snapshot);
  if (comparison.outcome === "same") return comparison.fields;
  throw new SchemaDriftError({
    problem: `${snapshot.type} …${shortId(snapshot.ecsId)} is stored ${comparison.what}`,
    remedy: comparison.remedy,
    entityType: snapshot.type,
    ecsId: snapshot.ecsId,
  });
}

/** Compares the fields of a stored version with those of its own schema version, by name and by kind of value. */
export function compareShape(definition: EntityDefinition, snapshot: EntitySnapshot): Comparison {
  const fields = fieldsAt(definition, snapshot.schemaVersion);
  if (fields === null) return unknownVersion(definition, snapshot.schemaVersion);
  const missing = [...fields.keys()].filter((name) => !Object.hasOwn(snapshot.state, name));
  const extra = Object.keys(snapshot.state).filter((name) => !fields.has(name));
  const wrong = [...fields.values()].filter((field) => {
    const value = snapshot.state[field.name];
    return value !== undefined && !isOfKind(field, value);
  });
  if (missing.length + extra.length + wrong.length === 0) return { outcome: "same", fields };
  const differences = [
    missing.length > 0 ? `without ${missing.join(", ")}` : "",
    extra.length > 0 ? `with ${extra.join(", ")}` : "",
    wrong.length > 0 ? `another kind of value in ${wrong.map(({ name }) => name).join(", ")}` : "",
  ];
  return {
    outcome: "drift",
    what: differences.filter((part) => part !== "").join("; "),
    remedy:
      "Declare the type as it was when this version was written, or read it with getColdSnapshot",
  };
}

function isOfKind(field: PlainField | LinkField, value: StoredValue): boolean {
  if (field.kind === "plain") return "json" in value && field.isStoredForm(value.json);
  return field.kind in value;
}

function unknownVersion({ shape }: EntityDefinition, stored: number): Comparison {
  const { type, schemaVersion } = shape;
  return {
    outcome: "drift",
    what: `under schema version ${stored}, and this program declares ${schemaVersion}`,
    remedy:
      stored > schemaVersion
        ? `Use a release of the program that declares schema version ${stored} of ${type}`
        : `Declare what it was: earlier: { ${stored}: { shape, upgrade } }`,
  };
}
