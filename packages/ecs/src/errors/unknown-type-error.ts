import { shortId } from "@minference/protocol";
import { EcsError } from "./ecs-error.ts";

/** A stored version has a type that the registry was not told about; its row stays readable. */
export class UnknownTypeError extends EcsError {
  readonly code = "unknown_type";
  readonly kind = "unknown_type";
  readonly retryable = false;

  constructor(unknown: {
    readonly entityType: string;
    readonly ecsId: string;
    readonly knownTypes: readonly string[];
  }) {
    super(
      `Version …${shortId(unknown.ecsId)} is a ${unknown.entityType}, which this registry does not know ` +
        `(known: ${unknown.knownTypes.join(", ") || "none"}). ` +
        `Make the registry with types: [${unknown.entityType}], or read it with getColdSnapshot.`,
      unknown,
    );
  }
}
