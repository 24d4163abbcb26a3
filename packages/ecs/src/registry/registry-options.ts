import type { Clock, IdSource, Logger } from "@minference/protocol";
import type { EntityStorage } from "@minference/storage";
import type { Entity } from "../entity/entity.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import type { RegistryEvent } from "../surface/registry-event.ts";
import type { TraceSeverity } from "../surface/trace-severity.ts";

/** What a registry is made of. */
export interface RegistryOptions {
  readonly storage: EntityStorage;
  /** Classes to load by beside those that are handed over or reached from them. */
  readonly types?: readonly EntityClass<Entity>[];
  readonly clock?: Clock;
  readonly ids?: IdSource;
  readonly logger?: Logger;
  /** Told of every commit and branch; what it throws is logged and changes nothing. */
  readonly onEvent?: (event: RegistryEvent) => void;
  /** Who writes, unless a register says otherwise. */
  readonly actor?: string;
  readonly reason?: string;
  readonly runId?: string;
  /** Up to which severity functions are traced, at first; `normal` unless said. */
  readonly traceSeverity?: TraceSeverity;
}
