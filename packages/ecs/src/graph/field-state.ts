import type { JsonValue } from "@minference/protocol";
import type { Cell } from "./cell.ts";
import type { ListValue } from "./list-value.ts";

/** The field values of one entity, by kind. It is never changed, only replaced. */
export interface FieldState {
  readonly plain: Readonly<Record<string, JsonValue>>;
  readonly refs: Readonly<Record<string, Cell | null>>;
  readonly lists: Readonly<Record<string, ListValue>>;
  readonly dicts: Readonly<Record<string, ReadonlyMap<string, Cell>>>;
}
