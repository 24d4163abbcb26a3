import type { RefMove } from "../contract/write-batch.ts";
import type { Draft, DraftParts } from "./author.ts";
import type { Scene } from "./storage-case.ts";

/** A first version, stored with its `main`. */
export async function storedRoot(
  { storage, author }: Scene,
  parts: DraftParts = {},
): Promise<Draft> {
  const root = author.version(parts);
  await storage.commit(author.batch({ versions: [root], moves: [author.move(root)] }));
  return root;
}

/** A child of `parent`, stored with a move of `main` from it, unless another move is said. */
export async function storedChild(
  { storage, author }: Scene,
  parent: Draft,
  move: Partial<RefMove> = {},
): Promise<Draft> {
  const child = author.version({ parent });
  await storage.commit(author.batch({ versions: [child], moves: [author.move(child, move)] }));
  return child;
}
