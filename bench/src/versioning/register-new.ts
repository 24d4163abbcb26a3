import { EntityRegistry } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import { createHash } from "node:crypto";
import { shown, type Figure } from "../report/figure.ts";
import { medianPair } from "../report/median-pair.ts";
import { entityTree } from "./entity-tree.ts";

const size = 10_000;
const rounds = { warmUp: 3, counted: 11 };

/** Registering a tree of 10,000 new entities in one batch on memory, beside hashing the JSON of its snapshots. */
export async function registerFigures(): Promise<readonly Figure[]> {
  const [floor, ours] = await medianPair(rounds, roundOf);
  return [
    shown({
      name: "register.new",
      value: ours / floor,
      unit: "x floor",
      detail: `${ours.toFixed(2)} us an entity of ${size}; SHA-256 of JSON.stringify of the same snapshots ${floor.toFixed(2)} us`,
    }),
  ];
}

/** Microseconds of one entity: the floor, and ours. */
async function roundOf(): Promise<readonly [number, number]> {
  const registry = new EntityRegistry({ storage: await openMemoryStorage() });
  const root = entityTree(size);
  globalThis.gc?.();
  const start = performance.now();
  await registry.register(root);
  const ours = (performance.now() - start) * 1000;
  const { versions } = registry.receipt(root) ?? { versions: [] };
  const snapshots = [...(await registry.getColdSnapshots(versions)).values()];
  globalThis.gc?.();
  const floorStart = performance.now();
  for (const snapshot of snapshots) {
    createHash("sha256").update(JSON.stringify(snapshot)).digest("hex");
  }
  return [((performance.now() - floorStart) * 1000) / size, ours / size];
}
