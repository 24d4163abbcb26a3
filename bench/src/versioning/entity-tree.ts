import { defineEntity, EntityRegistry, list, type EntityClass } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import { z } from "zod";
import { treeOf } from "./plain-tree.ts";
import type { TreeSubject } from "./tree-subject.ts";

/** The node of the plain tree as an entity. */
export class TreeNode extends defineEntity("TreeNode", {
  name: z.string(),
  value: z.number(),
  children: list((): EntityClass<TreeNode> => TreeNode),
}) {}

/** A tree of `size` entities, not stored. */
export function entityTree(size: number): TreeNode {
  return treeOf<TreeNode>(
    size,
    (index, children) => new TreeNode({ name: `node ${index}`, value: 0, children }),
  );
}

/** minference over a tree of `size` stored entities; each new version is acknowledged outside the clock. */
export async function entitySubject(size: number): Promise<TreeSubject> {
  const registry = new EntityRegistry({ storage: await openMemoryStorage() });
  const root = await registry.register(entityTree(size));
  let leaf = root;
  return {
    name: "minference",
    pick: () => {
      leaf = randomLeaf(root);
    },
    change: (value) => {
      leaf.value = value;
      if (!registry.isModified(root)) throw new Error("a changed leaf was not seen");
      registry.fork(root);
    },
    settle: async () => {
      await registry.register(root);
    },
    check: () => registry.isModified(root),
  };
}

function randomLeaf(root: TreeNode): TreeNode {
  let at = root;
  for (let count = at.countOf("children"); count > 0; count = at.countOf("children")) {
    at = at.itemAt("children", Math.floor(Math.random() * count)) ?? at;
  }
  return at;
}
