import type { Cell } from "./cell.ts";
import type { ListBacking } from "./list-backing.ts";

/** What the dependency graph is made of: entities, and the lists that entities may share. */
export type GraphNode = Cell | ListBacking;
