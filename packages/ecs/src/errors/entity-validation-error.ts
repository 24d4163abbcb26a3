import { EcsError } from "./ecs-error.ts";

/** A field of an entity was given a value that its declaration refuses; nothing was changed. */
export class EntityValidationError extends EcsError {
  readonly code = "entity_validation";
  readonly kind = "invalid_request";
  readonly retryable = false;

  constructor(invalid: {
    readonly entityType: string;
    /** Field name, then keys and positions inside it, joined by dots. */
    readonly path: string;
    /** What is wrong there: a sentence without its full stop. */
    readonly problem: string;
    readonly remedy?: string;
    readonly cause?: unknown;
  }) {
    const remedy = invalid.remedy ?? "Give a value that the field's declaration takes";
    super(`${invalid.entityType}.${invalid.path}: ${invalid.problem}. ${remedy}.`, invalid);
  }
}
