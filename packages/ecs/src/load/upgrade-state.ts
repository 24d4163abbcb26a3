import { shortId, type EcsId } from "@minference/protocol";
import { heldIds, type EntitySnapshot, type StoredValue } from "@minference/storage";
import { EntityValidationError } from "../errors/entity-validation-error.ts";
import { fieldsAt, isOfType, type EntityDefinition } from "../shape/entity-definition.ts";
import type { EarlierDefinition } from "../shape/earlier-definition.ts";
import type { EntityShape } from "../shape/entity-shape.ts";
import type { LinkField } from "../shape/link-field.ts";
import type { PlainField } from "../shape/plain-field.ts";
import { linkFrom } from "./link-from.ts";
import type { StoredFields } from "./refuse-drift.ts";

/** Field values of a version in the form in which they are stored. */
export type State = Readonly<Record<string, StoredValue>>;

/** Shape of a version that a tree holds. */
export type ShapeOf = (id: EcsId) => EntityShape;

/**
 * The state that a version of an earlier schema version has under the present one, upgraded step by step; each step
 * is checked with the shape that it leads to (G3).
 *
 * @throws {EntityValidationError} an upgrade threw, which is the cause then, or gave a field too few, too many, or one that its declaration refuses.
 */
export function upgradeState(
  definition: EntityDefinition,
  snapshot: EntitySnapshot,
  shapeOf: ShapeOf,
): State {
  const { type, schemaVersion } = definition.shape;
  const held = new Set(Object.values(snapshot.state).flatMap(heldIds));
  let state: State = snapshot.state;
  for (let version = snapshot.schemaVersion; version < schemaVersion; version += 1) {
    const step = definition.earlier.get(version);
    const next = fieldsAt(definition, version + 1);
    if (step === undefined || next === null) throw new RangeError(`no step from ${version}`);
    const upgraded = { type, from: version, held, shapeOf };
    state = checkedState(next, upgrade(step, state, upgraded), upgraded);
  }
  return state;
}

function upgrade(step: EarlierDefinition, state: State, upgraded: Upgraded): unknown {
  const values = valuesOf(step.fields, state);
  try {
    return step.upgrade(values);
  } catch (cause) {
    const { type: entityType, from } = upgraded;
    throw new EntityValidationError({
      entityType,
      path: `earlier.${from}`,
      problem: `the upgrade from schema version ${from} threw`,
      remedy: "Let it give the fields of the next version, and leave what it is given as it is",
      cause,
    });
  }
}

/** Where values come from that an upgrade gave. */
interface Upgraded {
  readonly type: string;
  readonly from: number;
  /** The versions that the stored state names; an upgrade invents none. */
  readonly held: ReadonlySet<EcsId>;
  readonly shapeOf: ShapeOf;
}

function valuesOf(fields: StoredFields, state: State): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...fields].map(([name, field]) => [name, valueOf(field, state[name])]),
  );
}

function valueOf(field: PlainField | LinkField, value: StoredValue | undefined): unknown {
  if (value === undefined) return null;
  if ("json" in value) return field.kind === "plain" ? field.read(value.json) : value.json;
  if ("ref" in value) return value.ref;
  return "list" in value ? value.list : value.dict;
}

function checkedState(fields: StoredFields, given: unknown, upgraded: Upgraded): State {
  const { type, from } = upgraded;
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw refused(upgraded, `earlier.${from}`, "it gave no object of fields");
  }
  const values = new Map<string, unknown>(Object.entries(given));
  for (const name of values.keys()) {
    if (!fields.has(name)) throw refused(upgraded, name, "the next shape has no such field");
  }
  return Object.fromEntries(
    [...fields].map(([name, field]): [string, StoredValue] => {
      if (!values.has(name)) throw refused(upgraded, name, "the field is missing");
      const value = values.get(name);
      if (field.kind !== "plain") return [name, checkedLink(field, value, upgraded)];
      return [name, { json: field.freeze(value, { entityType: type, field: name }) }];
    }),
  );
}

function checkedLink(field: LinkField, given: unknown, upgraded: Upgraded): StoredValue {
  const link = linkFrom(field, given, (path, problem) => refused(upgraded, path, problem));
  for (const id of heldIds(link)) {
    if (!upgraded.held.has(id)) {
      const problem = `it names version …${shortId(id)}, which the stored version does not hold`;
      throw refused(upgraded, field.name, problem);
    }
    const shape = upgraded.shapeOf(id);
    if (field.classes().some((each) => isOfType(shape, each))) continue;
    throw refused(upgraded, field.name, `it holds no ${shape.type}`);
  }
  return link;
}

function refused({ type, from }: Upgraded, path: string, problem: string): EntityValidationError {
  return new EntityValidationError({
    entityType: type,
    path,
    problem: `after the upgrade from schema version ${from}, ${problem}`,
    remedy: `Let earlier[${from}].upgrade give every field of the next version, links as the ids that it was given`,
  });
}
