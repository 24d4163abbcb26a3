import { randomIds, type Clock, type IdSource } from "@minference/protocol";

/** Where an entity takes time and ids from. */
export interface EntityContext {
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** The machine's clock and random ids. */
export const systemContext: EntityContext = { clock: Date, ids: randomIds };
