export { defineEntity } from "./entity/define-entity.ts";
export type {
  DefinedEntity,
  DefineOptions,
  EntityInstance,
  EntityMethods,
  ExtendedEntity,
  ExtensibleEntity,
} from "./entity/define-entity.ts";
export { Entity } from "./entity/entity.ts";
export type { EntityContext } from "./shape/entity-context.ts";
export type { EntityClass, EntityOf } from "./shape/entity-class.ts";
export type { EntityShape, FieldShape, ScalarType } from "./shape/entity-shape.ts";
export type { Field, Fields, FieldsInput, FieldValue, FieldValues } from "./shape/field-types.ts";
export { dict, DictField } from "./shape/dict.ts";
export { id, IdField } from "./shape/id.ts";
export { json, JsonField } from "./shape/json.ts";
export { list, ListField } from "./shape/list.ts";
export type { BrokenRule } from "./shape/list.ts";
export { now, NowField } from "./shape/now.ts";
export { ref, RefField } from "./shape/ref.ts";
export type { EntityDiff, FieldDiff } from "./change/diff.ts";
