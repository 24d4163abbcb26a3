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

/** Times the turns of subjects side by side: one turn of each, round after round. */
export async function measureTurns(
  subjects: readonly Subject[],
  rounds: { readonly warmUp: number; readonly counted: number },
): Promise<readonly TurnCost[]> {
  for (let round = 0; round < rounds.warmUp; round += 1) {
    for (const subject of subjects) await subject.turn();
  }
  const before = subjects.map(sizeOf);
  const samples = subjects.map((): number[] => []);
  for (let round = 0; round < rounds.counted; round += 1) {
    for (const [index, subject] of subjects.entries()) {
      const start = performance.now();
      await subject.turn();
      samples[index]?.push(performance.now() - start);
    }
  }
  return subjects.map((subject, index) => {
    const after = sizeOf(subject);
    const start = before[index] ?? after;
    return {
      subject: subject.name,
      ms: median(samples[index] ?? []),
      bytes: after.bytes === null ? null : (after.bytes - (start.bytes ?? 0)) / rounds.counted,
      rows: (after.rows - start.rows) / rounds.counted,
    };
  });
}

function sizeOf(subject: Subject): { readonly bytes: number | null; readonly rows: number } {
  const rows = [...subject.rows().values()].reduce((sum, count) => sum + count, 0);
  return { bytes: subject.bytes(), rows };
}
