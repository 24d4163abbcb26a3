import { EcsError } from "./ecs-error.ts";

/** Two different classes have one type name. */
export class DuplicateTypeError extends EcsError {
  readonly code = "duplicate_type";
  readonly kind = "duplicate";
  readonly retryable = false;

  constructor(duplicate: {
    readonly entityType: string;
    /** Where each of the two classes was first seen by the registry. */
    readonly firstSeen: string;
    readonly secondSeen: string;
  }) {
    super(
      `Two different classes are named ${duplicate.entityType}: one seen ${duplicate.firstSeen}, ` +
        `another ${duplicate.secondSeen}. Give one of them another name in defineEntity.`,
      duplicate,
    );
  }
}
