import { atMost, shown, type Figure } from "../report/figure.ts";
import { median } from "../report/median.ts";
import { entitySubject } from "./entity-tree.ts";
import { cloneSubject, floorSubjects, peerSubjects } from "./plain-subjects.ts";
import type { TreeSubject } from "./tree-subject.ts";

const sizes = [100, 10_000, 1_000_000] as const;
const rounds = { warmUp: 10, counted: 14, changes: 50 };
/** P9, at the largest tree: 15 us where path copy + freeze took 11. */
const costLimit = 1.36;
const checkLimitUs = 1;

interface SizeCosts {
  readonly size: number;
  /** Median microseconds of one change, by subject. */
  readonly changeUs: ReadonlyMap<string, number>;
  /** Microseconds of one check without a change. */
  readonly checkUs: number;
}

/** One leaf changed in a tree: the write, the check and the fork, beside floors and peers (P9). */
export async function leafFigures(): Promise<readonly Figure[]> {
  const costs: SizeCosts[] = [];
  for (const size of sizes) costs.push(await costsAt(size));
  return [
    ...costs.flatMap(changeFigures),
    growthFigure(costs),
    ...costs.map((cost) =>
      atMost(checkLimitUs, {
        name: `check.n=${cost.size}`,
        value: cost.checkUs,
        unit: "us",
        detail: `nothing changed; ${(cost.checkUs / usOf(cost, floorName)).toPrecision(2)} x path copy + freeze of one change`,
      }),
    ),
  ];
}

const ours = "minference";
const floorName = "path copy + freeze";

async function costsAt(size: number): Promise<SizeCosts> {
  const entities = await entitySubject(size);
  const subjects = [...floorSubjects(size), ...peerSubjects(size), entities];
  globalThis.gc?.();
  const samples = new Map<string, number[]>();
  for (let round = 0; round < rounds.warmUp + rounds.counted; round += 1) {
    for (const subject of subjects) {
      const times = await timeChanges(subject, rounds.changes);
      if (round < rounds.warmUp) continue;
      samples.set(subject.name, [...(samples.get(subject.name) ?? []), ...times]);
    }
  }
  const clone = cloneSubject(size);
  samples.set(clone.name, await timeChanges(clone, wholeTreeChanges(size)));
  return {
    size,
    changeUs: new Map([...samples].map(([name, times]) => [name, median(times)])),
    checkUs: timeCheck(entities),
  };
}

/** Changes of a subject that walks the whole tree for each: few in a large tree. */
function wholeTreeChanges(size: number): number {
  return Math.ceil(5_000 / size);
}

async function timeChanges(subject: TreeSubject, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let change = 0; change < count; change += 1) {
    subject.pick();
    const value = Math.random();
    const start = performance.now();
    subject.change(value);
    times.push((performance.now() - start) * 1000);
    await subject.settle();
  }
  return times;
}

function timeCheck(subject: TreeSubject): number {
  const checks = 10_000;
  const start = performance.now();
  for (let check = 0; check < checks; check += 1) {
    if (subject.check?.() !== false) throw new Error("an unchanged tree was seen as changed");
  }
  return ((performance.now() - start) * 1000) / checks;
}

function changeFigures(cost: SizeCosts): readonly Figure[] {
  const floor = usOf(cost, floorName);
  return [...cost.changeUs].map(([subject, us]) => {
    const figure = {
      name: `leaf.n=${cost.size}.${subject}`,
      value: us / floor,
      unit: `x ${floorName}`,
      detail: `${us.toFixed(1)} us`,
    };
    return subject === ours && cost.size === sizes.at(-1)
      ? atMost(costLimit, figure)
      : shown(figure);
  });
}

/** The growth of our cost itself, which may follow the depth of the tree and no more. */
function growthFigure(costs: readonly SizeCosts[]): Figure {
  const [first, last] = [costs[0], costs.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError("no tree was measured");
  const growthOf = (name: string): number => usOf(last, name) / usOf(first, name);
  return atMost(Math.log(last.size) / Math.log(first.size), {
    name: "leaf.growth",
    value: growthOf(ours),
    unit: "x",
    detail: `n=${last.size} over n=${first.size}; the goal is the growth of log n; ${floorName} ${growthOf(floorName).toFixed(1)} x`,
  });
}

function usOf(cost: SizeCosts, subject: string): number {
  return cost.changeUs.get(subject) ?? Number.NaN;
}
