import type { EntityStorage } from "@minference/storage";
import type { TypeTable } from "../load/type-table.ts";
import type { EntityContext } from "../shape/entity-context.ts";

/** What the upkeep of a storage works with. */
export interface UpkeepParts {
  readonly storage: EntityStorage;
  readonly types: TypeTable;
  readonly context: EntityContext;
  /** Who does it, unless a call says otherwise. */
  readonly actor: string | null;
}
