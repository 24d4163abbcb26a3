import { median } from "./median.ts";

/** Medians of a floor and of what stands beside it, measured round by round; the first rounds warm up. */
export async function medianPair(
  rounds: { readonly warmUp: number; readonly counted: number },
  round: () => Promise<readonly [floor: number, ours: number]>,
): Promise<readonly [floor: number, ours: number]> {
  const samples: [floor: number[], ours: number[]] = [[], []];
  for (let done = 0; done < rounds.warmUp + rounds.counted; done += 1) {
    const [floor, ours] = await round();
    if (done < rounds.warmUp) continue;
    samples[0].push(floor);
    samples[1].push(ours);
  }
  return [median(samples[0]), median(samples[1])];
}
