import type { EntityClass, FieldShape } from "@minference/ecs";
import { InvalidRequestError } from "@minference/protocol";
import { isPlain, plainKind } from "./derive-field.ts";

/** The fields of one schema version of a class. */
export type Fields = ReadonlyMap<string, FieldShape>;

/** A field as the table of some classes has to hold it, in every schema version that can be read. */
export interface MergedField {
  /** It may be null where any of them may. */
  readonly shape: FieldShape;
  /** The types that have the field in some schema version. */
  readonly owners: readonly string[];
  /** True when all schema versions of its owners have it alike. */
  readonly isSteady: boolean;
  /** True when all schema versions of its owners have it. */
  readonly isEverywhere: boolean;
  /** True when none of them may leave it null. */
  readonly isRequired: boolean;
}

/** The fields of a class by schema version, its own and the earlier ones. */
export function fieldsByVersion({ shape }: EntityClass): ReadonlyMap<number, Fields> {
  return new Map([...shape.earlier, [shape.schemaVersion, shape.fields]]);
}

/**
 * The fields of all classes by name: one column serves a field that several classes, or several schema versions of
 * one, have.
 *
 * @throws {InvalidRequestError} a field would need a column of two kinds.
 */
export function mergedFields(classes: readonly EntityClass[]): ReadonlyMap<string, MergedField> {
  const merged = new Map<string, MergedField>();
  for (const each of classes) {
    for (const [name, own] of fieldsOfClass(each)) {
      const known = merged.get(name);
      merged.set(name, known === undefined ? own : mergedClasses(known, own, name));
    }
  }
  return merged;
}

/** The class's own fields first, in their order. */
function fieldsOfClass(each: EntityClass): ReadonlyMap<string, MergedField> {
  const { entityType: type } = each;
  const versions = [...fieldsByVersion(each)].sort(([one], [other]) => other - one);
  const merged = new Map<string, MergedField>();
  for (const name of new Set(versions.flatMap(([, fields]) => [...fields.keys()]))) {
    const found = versions.flatMap(([, fields]) => fields.get(name) ?? []);
    const shape = found.reduce((one, other) => {
      return mergedShape(one, other) ?? refuseVersions(`${type}.${name}`);
    });
    const isEverywhere = found.length === versions.length;
    merged.set(name, {
      shape,
      owners: [type],
      isEverywhere,
      isSteady: isEverywhere && found.every((own) => isAlike(own, shape)),
      isRequired: !found.some(isNullable),
    });
  }
  return merged;
}

function mergedClasses(one: MergedField, other: MergedField, name: string): MergedField {
  return {
    shape: mergedShape(one.shape, other.shape) ?? refuseClasses(`${other.owners.join()}.${name}`),
    owners: [...one.owners, ...other.owners],
    isSteady: one.isSteady && other.isSteady,
    isEverywhere: one.isEverywhere && other.isEverywhere,
    isRequired: one.isRequired && other.isRequired,
  };
}

/** A shape that holds the values of both; null when they need columns of two kinds. */
function mergedShape(one: FieldShape, other: FieldShape): FieldShape | null {
  const nullable = isNullable(one) || isNullable(other);
  if (isPlain(one) && isPlain(other)) {
    if (plainKind(one) !== plainKind(other)) return null;
    if (one.kind !== "scalar") return { ...one, nullable };
    const values = other.kind === "scalar" ? other.values : [];
    return { ...one, nullable, values: [...new Set([...one.values, ...values])] };
  }
  if (one.kind === "ref" && other.kind === "ref") {
    return { ...one, nullable, classes: () => [...one.classes(), ...other.classes()] };
  }
  if ((one.kind === "list" || one.kind === "dict") && one.kind === other.kind) {
    const { classes } = other;
    return { ...one, classes: () => [...one.classes(), ...classes()] };
  }
  return null;
}

/** True when a column for the one is a column for the other, whatever versions it names. */
function isAlike(one: FieldShape, other: FieldShape): boolean {
  if (isNullable(one) !== isNullable(other)) return false;
  return (
    one.kind !== "scalar" || other.kind !== "scalar" || one.values.length === other.values.length
  );
}

function isNullable(shape: FieldShape): boolean {
  return "nullable" in shape && shape.nullable;
}

function refuseVersions(place: string): never {
  throw new InvalidRequestError({
    problem: `${place} has another kind in an earlier schema version, and one column cannot hold both`,
    remedy: "Give the new field another name",
  });
}

function refuseClasses(place: string): never {
  throw new InvalidRequestError({
    problem: `${place} has another kind than the field of that name of another class in its table`,
    remedy: "Give one of the two fields another name, or map the classes to tables of their own",
  });
}
