import type { Cell } from "./cell.ts";
import { childCells } from "./sub-cells.ts";

/**
 * Every entity that one reaches, itself too, each once and after what it holds; in a cycle the member that was
 * reached first comes last. No depth is limited by the call stack.
 */
export function* childrenFirst(root: Cell): Generator<Cell> {
  const met = new Set([root]);
  const path = [{ cell: root, children: childCells(root).values() }];
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const next = step.children.next();
    if (next.done === true) {
      path.pop();
      yield step.cell;
    } else if (!met.has(next.value)) {
      met.add(next.value);
      path.push({ cell: next.value, children: childCells(next.value).values() });
    }
  }
}
