import { atMost, shown, type Figure } from "../report/figure.ts";
import { floorSubject } from "./floor-subject.ts";
import { measureTurns, type TurnCost } from "./measure-turns.ts";
import { memorySubject, sqliteSubject } from "./minference-subjects.ts";
import type { Subject } from "./subject.ts";

const histories = [10, 100, 1_000, 10_000] as const;
const rounds = { warmUp: 100, counted: 400 };
/** Most that a turn at the longest history may cost over one at the shortest. */
const growthLimit = 1.3;

/** One subject and its floor, measured turn by turn beside each other. */
interface Pair {
  readonly name: string;
  open(turns: number): Promise<[floor: Subject, subject: Subject]>;
}

const pairs: readonly Pair[] = [
  {
    name: "memory",
    open: (turns) => Promise.all([floorSubject(turns, "normal"), memorySubject(turns)]),
  },
  {
    name: "sqlite-normal",
    open: (turns) => Promise.all([floorSubject(turns, "normal"), sqliteSubject(turns, "normal")]),
  },
  {
    name: "sqlite-full",
    open: (turns) => Promise.all([floorSubject(turns, "full"), sqliteSubject(turns, "full")]),
  },
];

/** What storing one turn costs at 10 to 10,000 turns of history, beside the driver writing the same rows. */
export async function turnBench(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const growth: Figure[] = [];
  for (const pair of pairs) {
    const ratios: number[] = [];
    for (const turns of histories) {
      const [floor, cost] = await costsAt(pair, turns);
      ratios.push(cost.ms / floor.ms);
      figures.push(...figuresAt(`turn.${pair.name}.n=${turns}`, cost, floor));
    }
    growth.push(growthOf(pair.name, ratios));
  }
  return [...figures, ...growth];
}

/** No other subject is in memory meanwhile, so that none of its garbage is collected in these turns. */
async function costsAt(pair: Pair, turns: number): Promise<readonly [TurnCost, TurnCost]> {
  const subjects = await pair.open(turns);
  try {
    globalThis.gc?.();
    return await measureTurns(subjects, rounds);
  } finally {
    for (const subject of subjects) await subject.close();
  }
}

function figuresAt(at: string, cost: TurnCost, floor: TurnCost): readonly Figure[] {
  const detail = `${(cost.ms * 1000).toFixed(0)} us a turn, floor ${(floor.ms * 1000).toFixed(0)} us`;
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
}

/** Growth of the ratio to the floor of the same minute, so that a slower minute of the machine cancels out. */
function growthOf(name: string, ratios: readonly number[]): Figure {
  const [first = Number.NaN] = ratios;
  const last = ratios.at(-1) ?? Number.NaN;
  return atMost(growthLimit, {
    name: `turn.${name}.growth`,
    value: last / first,
    unit: "x",
    detail: `n=${histories.at(-1)} over n=${histories[0]}, each as its ratio to the floor beside it`,
  });
}
