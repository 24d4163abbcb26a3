import { atMost, shown, type Figure } from "../report/figure.ts";
import { floorSubject } from "./floor-subject.ts";
import { measureTurns, type TurnCost } from "./measure-turns.ts";
import { memorySubject, sqliteSubject } from "./minference-subjects.ts";
import type { Subject } from "./subject.ts";

const histories = [10, 100, 1_000, 10_000] as const;
const rounds = { warmUp: 100, counted: 400 };
/** Most that a turn at the longest history may cost over one at the shortest. */
const growthLimit = 1.3;

/** What storing one turn costs at 10 to 10,000 turns of history, beside the driver writing the same rows. */
export async function turnBench(): Promise<readonly Figure[]> {
  const costs = new Map<number, readonly TurnCost[]>();
  for (const turns of histories) costs.set(turns, await costsAt(turns));
  const perLength = [...costs].flatMap(([turns, each]) => figuresAt(turns, each));
  return [...perLength, ...growth(costs)];
}

async function costsAt(turns: number): Promise<readonly TurnCost[]> {
  const subjects: readonly Subject[] = [
    await floorSubject(turns, "full"),
    await sqliteSubject(turns, "full"),
    await floorSubject(turns, "normal"),
    await sqliteSubject(turns, "normal"),
    await memorySubject(turns),
  ];
  try {
    globalThis.gc?.();
    return await measureTurns(subjects, rounds);
  } finally {
    for (const subject of subjects) await subject.close();
  }
}

function figuresAt(turns: number, costs: readonly TurnCost[]): readonly Figure[] {
  const of = (name: string): TurnCost | undefined => costs.find(({ subject }) => subject === name);
  const floors = {
    "sqlite-full": "floor-full",
    "sqlite-normal": "floor-normal",
    memory: "floor-normal",
  };
  return Object.entries(floors).flatMap(([name, floorName]) => {
    const [cost, floor] = [of(name), of(floorName)];
    if (cost === undefined || floor === undefined) return [];
    const detail = `${(cost.ms * 1000).toFixed(0)} us a turn, floor ${(floor.ms * 1000).toFixed(0)} us`;
    const at = `turn.${name}.n=${turns}`;
    const time = shown({ name: at, value: cost.ms / floor.ms, unit: "x floor", detail });
    if (cost.bytes === null || floor.bytes === null) return [time];
    return [
      time,
      shown({
        name: `${at}.bytes`,
        value: cost.bytes / floor.bytes,
        unit: "x floor",
        detail: `${cost.bytes.toFixed(0)} bytes a turn, floor ${floor.bytes.toFixed(0)}`,
      }),
      shown({ name: `${at}.rows`, value: cost.rows, unit: "rows", detail: `floor ${floor.rows}` }),
    ];
  });
}

/** Growth of the ratio to the floor of the same run, so that a slower minute of the machine cancels out. */
function growth(costs: ReadonlyMap<number, readonly TurnCost[]>): readonly Figure[] {
  const relative = (turns: number, name: string, floor: string): number => {
    const ms = (wanted: string): number =>
      costs.get(turns)?.find(({ subject }) => subject === wanted)?.ms ?? Number.NaN;
    return ms(name) / ms(floor);
  };
  const [first, last] = [histories[0], histories[histories.length - 1] ?? histories[0]];
  const pairs = [
    ["memory", "floor-normal"],
    ["sqlite-normal", "floor-normal"],
    ["sqlite-full", "floor-full"],
  ] as const;
  return pairs.map(([name, floor]) =>
    atMost(growthLimit, {
      name: `turn.${name}.growth`,
      value: relative(last, name, floor) / relative(first, name, floor),
      unit: `x, n=${last} over n=${first}`,
      detail: "each as its ratio to the floor of the same run",
    }),
  );
}
