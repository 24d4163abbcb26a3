import { DuplicateTypeError } from "../errors/duplicate-type-error.ts";
import type { Entity } from "../entity/entity.ts";
import { definitionOf } from "../shape/definition-of.ts";
import { isOfType } from "../shape/entity-definition.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import type { EntityShape, FieldShape } from "../shape/entity-shape.ts";

interface Known {
  readonly entityClass: EntityClass;
  readonly fingerprint: string;
  readonly firstSeen: string;
}

/** The entity classes that one registry knows, by type name. */
export class TypeTable {
  readonly #byName = new Map<string, Known>();

  /**
   * Learns a class and all that its shape reaches. `firstSeen` says where, for an error about it.
   *
   * @throws {DuplicateTypeError} another class has the name of one of them.
   */
  add(entityClass: EntityClass, firstSeen: string): void {
    const pending = [entityClass];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (this.#byName.get(next.entityType)?.entityClass === next) continue;
      definitionOf(next);
      this.#learn(next, next === entityClass ? firstSeen : `${firstSeen}, through its fields`);
      for (const field of next.shape.fields.values()) {
        if ("classes" in field) pending.push(...field.classes());
      }
    }
  }

  classOf(type: string): EntityClass | null {
    return this.#byName.get(type)?.entityClass ?? null;
  }

  /** The class itself and its known subclasses, by name. */
  namesOf(entityClass: EntityClass<Entity>): readonly string[] {
    return this.names().filter((name) => {
      const known = this.classOf(name);
      return known !== null && isOfType(known.shape, entityClass);
    });
  }

  names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  /** The same class loaded twice is quiet, and the copy at hand is the one that loads. */
  #learn(entityClass: EntityClass, firstSeen: string): void {
    const { entityType } = entityClass;
    const fingerprint = fingerprintOf(entityClass.shape);
    const known = this.#byName.get(entityType);
    if (known !== undefined && known.fingerprint !== fingerprint) {
      throw new DuplicateTypeError({
        entityType,
        firstSeen: known.firstSeen,
        secondSeen: firstSeen,
      });
    }
    this.#byName.set(entityType, { entityClass, fingerprint, firstSeen });
  }
}

/** Text that two declarations of the same shape share. */
function fingerprintOf(shape: EntityShape): string {
  const fields = [...shape.fields].map(([name, field]): [string, unknown] => [
    name,
    described(field),
  ]);
  return JSON.stringify([shape.type, shape.bases, shape.schemaVersion, shape.belongsTo, fields]);
}

function described(field: FieldShape): unknown {
  if (!("classes" in field)) return field;
  return { ...field, classes: field.classes().map((each) => each.entityType) };
}
