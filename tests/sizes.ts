/** A size in both columns: what every `npm test` runs, and what `npm run faults` runs. */
interface Size<Value> {
  readonly gate: Value;
  readonly full: Value;
}

interface Sizes {
  /** Random histories of the model test, by where the data lies. */
  readonly model: Size<{ readonly memory: number; readonly files: number }>;
  /** Kills of the demo at random moments. */
  readonly demoKills: Size<number>;
}

/** The size of every fault, kill, load and matrix test (reliability.md). */
export const sizes: Sizes = {
  model: { gate: { memory: 400, files: 40 }, full: { memory: 10_000, files: 500 } },
  demoKills: { gate: 8, full: 100 },
};
