import { DuplicateTypeError } from "../errors/duplicate-type-error.ts";
import type { Entity } from "../entity/entity.ts";
import { definitionOf } from "../shape/definition-of.ts";
import { isOfType } from "../shape/entity-definition.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import type { EntityShape } from "../shape/entity-shape.ts";

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
      for (const fields of [next.shape.fields, ...next.shape.earlier.values()]) {
        for (const field of fields.values()) {
          if ("classes" in field) pending.push(...field.classes());
        }
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

  /** What is declared of every known type. */
  shapes(): readonly EntityShape[] {
    return [...this.#byName.values()].map(({ entityClass }) => entityClass.shape);
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
  const { type, bases, schemaVersion, belongsTo } = shape;
  const earlier = [...shape.earlier].map(([version, fields]) => [version, described(fields)]);
  return JSON.stringify([type, bases, schemaVersion, belongsTo, described(shape.fields), earlier]);
}

function described(fields: EntityShape["fields"]): unknown {
  return [...fields].map(([name, field]): unknown => {
    if (!("classes" in field)) return [name, field];
    return [name, { ...field, classes: field.classes().map((each) => each.entityType) }];
  });
}
