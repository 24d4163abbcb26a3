// boundary: a field helper takes classes by a function whose result is typed, not checked
import { InvalidRequestError } from "@minference/protocol";
import { z } from "zod";
import { DictField } from "../shape/dict.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import type { FieldShape } from "../shape/entity-shape.ts";
import type { Field } from "../shape/field-types.ts";
import { IdField } from "../shape/id.ts";
import { idPlainField } from "../shape/id-plain-field.ts";
import { JsonField } from "../shape/json.ts";
import { jsonPlainField } from "../shape/json-plain-field.ts";
import type { LinkField } from "../shape/link-field.ts";
import { ListField } from "../shape/list.ts";
import { NowField } from "../shape/now.ts";
import { nowPlainField } from "../shape/now-plain-field.ts";
import type { PlainField } from "../shape/plain-field.ts";
import { RefField } from "../shape/ref.ts";
import { scalarField } from "../shape/scalar-field.ts";
import { Entity } from "./entity.ts";

const fieldName = /^[a-z][A-Za-z0-9]*$/;

/**
 * One field of a type from its declaration, made ready for use.
 *
 * @throws {InvalidRequestError} its name or declaration cannot be stored.
 */
export function declaredField(type: string, name: string, field: Field): PlainField | LinkField {
  if (!fieldName.test(name) || name in Entity.prototype || name in methodNames) {
    throw new InvalidRequestError({
      problem: `${type}.${name} is no usable field name`,
      remedy: "Use a camelCase name of letters and digits that no entity method has",
      entityType: type,
      path: name,
    });
  }
  if (field instanceof RefField) return linkField(name, field, field.isNullable);
  if (field instanceof ListField || field instanceof DictField)
    return linkField(name, field, false);
  if (field instanceof IdField) return idPlainField(name, field);
  if (field instanceof JsonField) return jsonPlainField(name, field);
  if (field instanceof NowField) return nowPlainField(name, type);
  if (field instanceof z.ZodType) return scalarField(name, field, type);
  throw new InvalidRequestError({
    problem: `${type}.${name} is declared with something that is neither a Zod schema nor a field helper`,
    remedy: "Use a Zod scalar, or ref, list, dict, id, json or now of @minference/ecs",
    entityType: type,
    path: name,
  });
}

const methodNames = { append: true, replaceAt: true, itemAt: true, countOf: true, copy: true };

function linkField(
  name: string,
  field: RefField<unknown> | ListField<unknown> | DictField<unknown>,
  isNullable: boolean,
): LinkField {
  const classes = (): readonly EntityClass[] => {
    const of = field.of();
    // a class or a list of classes is what ref, list and dict are typed to take
    return (Array.isArray(of) ? of : [of]) as readonly EntityClass[];
  };
  const shape: FieldShape =
    field.kind === "ref"
      ? { kind: "ref", classes, nullable: isNullable }
      : { kind: field.kind, classes };
  return {
    kind: field.kind,
    name,
    shape,
    isRequired: field.kind === "ref" && !isNullable,
    isNullable,
    classes,
    rule: field instanceof ListField ? field.rule : null,
  };
}
