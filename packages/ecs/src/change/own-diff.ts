import type { Cell } from "../graph/cell.ts";
import { diffStates, type EntityDiff } from "./diff.ts";
import { baseState, presentState } from "./stored-state.ts";

/** What an entity's own fields differ in from its base; of one never stored, all of its fields. */
export function ownDiff(cell: Cell): EntityDiff {
  return diffStates(cell.base === null ? {} : baseState(cell.base), presentState(cell));
}
