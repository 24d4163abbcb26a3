import { median } from "../report/median.ts";
import type { Subject } from "./subject.ts";

/** What one subject's turns cost at one length of history. */
export interface TurnCost {
  readonly subject: string;
  /** Median milliseconds. */
  readonly ms: number;
  /** Mean bytes on disk of a turn; null where nothing is on disk. */
  readonly bytes: number | null;
  /** Rows of a turn. */
  readonly rows: number;
}

/** Times the turns of two subjects side by side: one turn of each, round after round. */
export async function measureTurns(
  subjects: readonly [Subject, Subject],
  rounds: { readonly warmUp: number; readonly counted: number },
): Promise<readonly [TurnCost, TurnCost]> {
  for (let round = 0; round < rounds.warmUp; round += 1) {
    for (const subject of subjects) await subject.turn();
  }
  const before = subjects.map(sizeOf);
  const samples: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds.counted; round += 1) {
    samples[0].push(await timed(subjects[0]));
    samples[1].push(await timed(subjects[1]));
  }
  const costOf = (index: 0 | 1): TurnCost => {
    const start = before[index] ?? { bytes: null, rows: 0 };
    const end = sizeOf(subjects[index]);
    return {
      subject: subjects[index].name,
      ms: median(samples[index]),
      bytes: end.bytes === null ? null : (end.bytes - (start.bytes ?? 0)) / rounds.counted,
      rows: (end.rows - start.rows) / rounds.counted,
    };
  };
  return [costOf(0), costOf(1)];
}

async function timed(subject: Subject): Promise<number> {
  const start = performance.now();
  await subject.turn();
  return performance.now() - start;
}

function sizeOf(subject: Subject): { readonly bytes: number | null; readonly rows: number } {
  const rows = [...subject.rows().values()].reduce((sum, count) => sum + count, 0);
  return { bytes: subject.bytes(), rows };
}
