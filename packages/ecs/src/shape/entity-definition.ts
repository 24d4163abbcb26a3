import { checkDeclaration } from "./check-declaration.ts";
import type { EarlierDefinition } from "./earlier-definition.ts";
import type { EntityClass } from "./entity-class.ts";
import type { EntityShape, FieldShape } from "./entity-shape.ts";
import type { LinkField } from "./link-field.ts";
import type { BrokenRule } from "./list.ts";
import type { PlainField } from "./plain-field.ts";

/** A declared entity type, made ready for use: its fields by kind, in the order of declaration. */
export interface EntityDefinition {
  readonly shape: EntityShape;
  readonly plain: readonly PlainField[];
  readonly refs: readonly LinkField[];
  readonly lists: readonly LinkField[];
  readonly dicts: readonly LinkField[];
  /** Every field by name. */
  readonly fields: ReadonlyMap<string, PlainField | LinkField>;
  /** The shapes that versions of earlier schema versions have, each with the step to the next one. */
  readonly earlier: ReadonlyMap<number, EarlierDefinition>;
  /** A rule over several fields: what is broken, or null. */
  readonly check: ((fields: object) => BrokenRule | null) | null;
}

/** Everything that is asked of a definition when an entity type is declared. */
export interface DefinitionParts {
  readonly type: string;
  readonly base: EntityDefinition | null;
  readonly fields: readonly (PlainField | LinkField)[];
  readonly schemaVersion: number;
  readonly earlier: ReadonlyMap<number, EarlierDefinition>;
  readonly belongsTo: string | null;
  readonly check: ((fields: object) => BrokenRule | null) | null;
}

/**
 * Puts the parts of a declaration together with those of the type that it extends.
 *
 * @throws {InvalidRequestError} its name cannot be stored, or `belongsTo` names no id field.
 */
export function makeDefinition(parts: DefinitionParts): EntityDefinition {
  const inherited = parts.base === null ? [] : [...parts.base.fields.values()];
  const fields = new Map([...inherited, ...parts.fields].map((field) => [field.name, field]));
  const all = [...fields.values()];
  const links = all.filter((field) => field.kind !== "plain");
  const shape: EntityShape = {
    type: parts.type,
    bases: parts.base === null ? [] : [parts.base.shape.type, ...parts.base.shape.bases],
    schemaVersion: parts.schemaVersion,
    earlier: new Map([...parts.earlier].map(([version, { fields }]) => [version, shapes(fields)])),
    fields: shapes(fields),
    belongsTo: parts.belongsTo ?? parts.base?.shape.belongsTo ?? null,
  };
  checkDeclaration(shape);
  return {
    shape,
    plain: all.filter((field) => field.kind === "plain"),
    refs: links.filter((field) => field.kind === "ref"),
    lists: links.filter((field) => field.kind === "list"),
    dicts: links.filter((field) => field.kind === "dict"),
    fields,
    earlier: parts.earlier,
    check: joined(parts.base?.check ?? null, parts.check),
  };
}

/** The fields that versions of a schema version have; null when the class does not know that version. */
export function fieldsAt(
  definition: EntityDefinition,
  schemaVersion: number,
): ReadonlyMap<string, PlainField | LinkField> | null {
  if (schemaVersion === definition.shape.schemaVersion) return definition.fields;
  return definition.earlier.get(schemaVersion)?.fields ?? null;
}

function shapes(
  fields: ReadonlyMap<string, PlainField | LinkField>,
): ReadonlyMap<string, FieldShape> {
  return new Map([...fields].map(([name, field]) => [name, field.shape]));
}

function joined(
  first: EntityDefinition["check"],
  second: EntityDefinition["check"],
): EntityDefinition["check"] {
  if (first === null || second === null) return first ?? second;
  return (fields) => first(fields) ?? second(fields);
}

/** True when versions of the type with this shape are instances of `wanted`. */
export function isOfType(shape: EntityShape, wanted: EntityClass): boolean {
  return shape.type === wanted.entityType || shape.bases.includes(wanted.entityType);
}
