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
export { DependencyGraph, dependencyGraph } from "./entity/dependency-graph.ts";
export type { EarlierShapes } from "./entity/define-entity.ts";
export type { EarlierValues, EarlierVersion } from "./shape/earlier-version.ts";
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
export { EntityRegistry } from "./registry/entity-registry.ts";
export type {
  BundleSource,
  BundleTarget,
  ExportOptions,
  FileOptions,
  ImportOptions,
} from "./surface/bundle-options.ts";
export type { BundleTransfer } from "./surface/bundle-transfer.ts";
export type { EraseOptions, EraseReceipt, EraseTarget } from "./surface/erase-options.ts";
export type { ListOptions, Where } from "./surface/list-options.ts";
export type { ModificationReason, Modifications } from "./surface/modifications.ts";
export type { PruneOptions, PruneSummary } from "./surface/prune-options.ts";
export type { Receipt, RegisterOptions } from "./surface/register-options.ts";
export type { RegistryEvent } from "./surface/registry-event.ts";
export type { RegistryOptions } from "./registry/registry-options.ts";
export type { SetRefOptions } from "./surface/set-ref-options.ts";
export type { TracedOptions, TraceSeverity } from "./surface/trace-severity.ts";
export type { TracedFunction, Tracing } from "./surface/tracing.ts";
export { traced } from "./tracing/traced.ts";
export type { Traceable, TraceableMethod, TracedDecorator } from "./tracing/traced.ts";
export type { Lineage, LineageEdge, LineageNode } from "./lineage/lineage.ts";
export type { FieldExcerpt } from "./lineage/field-excerpt.ts";
export type { MermaidOptions } from "./lineage/lineage-mermaid.ts";
export { DuplicateTypeError } from "./errors/duplicate-type-error.ts";
export { EcsError } from "./errors/ecs-error.ts";
export { EntityNotFoundError } from "./errors/entity-not-found-error.ts";
export { EntityValidationError } from "./errors/entity-validation-error.ts";
export { ForeignEntityError } from "./errors/foreign-entity-error.ts";
export { UnknownTypeError } from "./errors/unknown-type-error.ts";
export { ErasedContentError } from "./errors/erased-content-error.ts";
