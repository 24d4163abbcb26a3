// boundary: the floor parses a text that this file has written
import { EntityRegistry } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import { shown, type Figure } from "../report/figure.ts";
import { medianPair } from "../report/median-pair.ts";
import { entityTree, TreeNode } from "./entity-tree.ts";
import type { PlainNode, WritableNode } from "./plain-tree.ts";

const size = 10_000;
const rounds = { warmUp: 4, counted: 15 };

/** A node of the tree as a file of JSON has it. */
interface NodeRow {
  readonly id: string;
  readonly name: string;
  readonly value: number;
  readonly children: readonly string[];
}

/** Loading a tree of 10,000 entities from memory, beside JSON.parse of it and building plain objects. */
export async function loadFigures(): Promise<readonly Figure[]> {
  const registry = new EntityRegistry({ storage: await openMemoryStorage() });
  const root = await registry.register(entityTree(size));
  const text = JSON.stringify([...root.subEntities(), root].filter(isNode).map(rowOf));
  const [floor, ours] = await medianPair(rounds, async () => [
    await nsOfOne(() => parseTree(text).length),
    await nsOfOne(() => registry.getOrThrow(TreeNode, root.ecsId)),
  ]);
  return [
    shown({
      name: "load.minference",
      value: ours / floor,
      unit: "x floor",
      detail: `${ours.toFixed(0)} ns an entity of ${size}, hashes checked; JSON.parse + plain objects ${floor.toFixed(0)} ns`,
    }),
  ];
}

function isNode(entity: object): entity is TreeNode {
  return entity instanceof TreeNode;
}

function rowOf(node: TreeNode): NodeRow {
  const { ecsId: id, name, value, children } = node;
  return { id, name, value, children: children.map((child) => child.ecsId) };
}

/** The plain tree of a text, its nodes linked by their ids. */
function parseTree(text: string): readonly PlainNode[] {
  const rows = JSON.parse(text) as readonly NodeRow[]; // written above
  const nodes = rows.map(({ id, name, value }): WritableNode => ({
    id,
    name,
    value,
    children: [],
  }));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const [index, { children }] of rows.entries()) {
    for (const id of children) {
      const child = byId.get(id);
      if (child !== undefined) nodes[index]?.children.push(child);
    }
  }
  return nodes;
}

async function nsOfOne(run: () => unknown): Promise<number> {
  globalThis.gc?.();
  const start = performance.now();
  await run();
  return ((performance.now() - start) * 1e6) / size;
}
