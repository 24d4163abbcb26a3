import { SchemaDriftError, shortId } from "@minference/protocol";
import type { EntitySnapshot } from "@minference/storage";
import type { EntityDefinition } from "../shape/entity-definition.ts";

/**
 * Compares the fields of a stored version with those of its class.
 *
 * @throws {SchemaDriftError} a field is missing, too many, or holds another kind of value.
 */
export function refuseDrift(definition: EntityDefinition, snapshot: EntitySnapshot): void {
  const { shape } = definition;
  const stored = Object.keys(snapshot.state);
  const missing = [...shape.fields.keys()].filter((name) => !Object.hasOwn(snapshot.state, name));
  const extra = stored.filter((name) => !shape.fields.has(name));
  const wrong = definition.plain.filter((field) => {
    const value = snapshot.state[field.name];
    return value !== undefined && !("json" in value && field.isStoredForm(value.json));
  });
  const isOther = snapshot.schemaVersion !== shape.schemaVersion;
  if (!isOther && missing.length + extra.length + wrong.length === 0) return;
  const differences = [
    isOther ? `schema version ${snapshot.schemaVersion} instead of ${shape.schemaVersion}` : "",
    missing.length > 0 ? `without ${missing.join(", ")}` : "",
    extra.length > 0 ? `with ${extra.join(", ")}` : "",
    wrong.length > 0 ? `another kind of value in ${wrong.map(({ name }) => name).join(", ")}` : "",
  ].filter((part) => part !== "");
  throw new SchemaDriftError({
    problem: `${snapshot.type} …${shortId(snapshot.ecsId)} is stored ${differences.join("; ")}`,
    remedy:
      "Declare the type as it was when this version was written, or read it with getColdSnapshot",
    entityType: snapshot.type,
    ecsId: snapshot.ecsId,
  });
}
