// boundary: Zod describes its own schemas at run time; this file reads those descriptions
import type { JsonValue } from "@minference/protocol";
import { InvalidRequestError } from "@minference/protocol";
import { frozenJson } from "@minference/storage";
import { z } from "zod";
import { EntityValidationError } from "../errors/entity-validation-error.ts";
import type { ScalarType } from "./entity-shape.ts";
import { isIsoInstant } from "./instant.ts";
import type { FieldPlace, PlainField } from "./plain-field.ts";
import { refuseHalfSurrogate } from "./refuse-half-surrogate.ts";

interface Described {
  readonly type: ScalarType;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
  readonly values: readonly string[];
}

/**
 * A scalar field from its Zod schema.
 *
 * @throws {InvalidRequestError} the schema is of a kind that no column can hold.
 */
export function scalarField(name: string, schema: z.ZodType, entityType: string): PlainField {
  const described = describe(schema, `${entityType}.${name}`);
  const isDate = described.type === "date";
  return {
    kind: "plain",
    name,
    shape: {
      kind: "scalar",
      type: described.type,
      nullable: described.nullable,
      values: described.values,
    },
    isRequired: !described.hasDefault,
    initial: () => freezeScalar(schema, undefined, { entityType, field: name }),
    freeze: (value, place) => freezeScalar(schema, given(value, place), place),
    read: (value) => (isDate && typeof value === "string" ? new Date(value) : value),
    isStoredForm: (value) => isStoredForm(described, value),
  };
}

/** A value, not the schema's default in its place: defaults are for fields that are not given (G3). */
function given(value: unknown, place: FieldPlace): unknown {
  if (value !== undefined) return value;
  throw new EntityValidationError({
    entityType: place.entityType,
    path: place.field,
    problem: "undefined is not a value",
    remedy: "Give null where the field takes it, or leave the field out when the entity is made",
  });
}

function freezeScalar(schema: z.ZodType, value: unknown, place: FieldPlace): JsonValue {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw refused(place, parsed.error);
  const result = parsed.data;
  refuseHalfSurrogate(result, place);
  // a Date of another realm is no instanceof Date here, and z.date() has checked it
  if (typeof result === "object" && result !== null) return (result as Date).toISOString();
  return frozenJson(result, place.field);
}

/** The error of a value that a Zod schema refused, with the place of its first issue. */
export function refused(place: FieldPlace, error: z.ZodError): EntityValidationError {
  const issue = error.issues[0];
  const path = [place.field, ...(issue?.path ?? []).map(String)].join(".");
  return new EntityValidationError({
    entityType: place.entityType,
    path,
    problem: issue?.message ?? "the value is not valid",
  });
}

function describe(schema: z.ZodType, place: string): Described {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return { ...describe(inner(schema), place), hasDefault: true };
  }
  if (schema instanceof z.ZodNullable) return { ...describe(inner(schema), place), nullable: true };
  if (schema instanceof z.ZodReadonly) return describe(inner(schema), place);
  return {
    type: scalarType(schema, place),
    nullable: false,
    hasDefault: false,
    values: valuesOf(schema),
  };
}

/** A wrapper's inner schema; Zod types it as its core base class, which every schema extends. */
function inner(schema: z.ZodDefault | z.ZodPrefault | z.ZodNullable | z.ZodReadonly): z.ZodType {
  return schema.def.innerType as z.ZodType; // made by zod itself, from a z.ZodType
}

function scalarType(schema: z.ZodType, place: string): ScalarType {
  if (schema instanceof z.ZodUUID || schema instanceof z.ZodGUID) return "uuid";
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) {
    return schema.format === "uuid" ? "uuid" : "string";
  }
  if (schema instanceof z.ZodNumber) return isInteger(schema) ? "integer" : "number";
  if (schema instanceof z.ZodBoolean) return "boolean";
  if (schema instanceof z.ZodDate) return "date";
  if (schema instanceof z.ZodEnum) return "enum";
  if (schema instanceof z.ZodLiteral && valuesOf(schema).length > 0) return "enum";
  throw new InvalidRequestError({
    problem: `${place} is declared with a Zod ${schema.def.type} schema, which is no scalar`,
    remedy: "Wrap it: json(schema), or use ref, list or dict for sub-entities",
    path: place,
  });
}

function isInteger(schema: z.ZodNumber): boolean {
  return schema.format !== null && schema.format.includes("int");
}

function valuesOf(schema: z.ZodType): readonly string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  if (!(schema instanceof z.ZodLiteral)) return [];
  const values = [...schema.values];
  return values.every((value) => typeof value === "string") ? values : [];
}

function isStoredForm(described: Described, value: JsonValue): boolean {
  if (value === null) return described.nullable;
  switch (described.type) {
    case "string":
    case "uuid":
      return typeof value === "string";
    case "enum":
      return typeof value === "string" && described.values.includes(value);
    case "date":
      return typeof value === "string" && isIsoInstant(value);
    case "integer":
      return Number.isInteger(value);
    case "number":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
  }
}
