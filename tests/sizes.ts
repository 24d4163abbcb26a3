/** A size in both columns: what every `npm test` runs, and what `npm run faults` runs. */
interface Size<Value> {
  readonly gate: Value;
  readonly full: Value;
}

/** How often something random is tried, by where the data lies. */
interface Tries {
  readonly memory: number;
  readonly files: number;
}

/** Processes that append to shared heads. */
interface Appending {
  readonly processes: number;
  /** Appends of each of them. */
  readonly appends: number;
}

interface Sizes {
  /** Random histories of the model test. */
  readonly model: Size<Tries>;
  /** Random trees, and as many random graphs, that are edited. */
  readonly graphs: Size<Tries>;
  /** Random graphs with branches that are pruned. */
  readonly prunes: Size<Tries>;
  /** Kills of the demo at random moments. */
  readonly demoKills: Size<number>;
  /** Kills of an exporter at random moments. */
  readonly exporterKills: Size<number>;
  /** Random lineages from each backend to each. */
  readonly transfers: Size<number>;
  /** The history check with and without `expectHead`. */
  readonly history: Size<Appending>;
}

/** The size of every fault, kill, load and matrix test (reliability.md). */
export const sizes: Sizes = {
  model: { gate: { memory: 300, files: 25 }, full: { memory: 10_000, files: 500 } },
  graphs: { gate: { memory: 100, files: 12 }, full: { memory: 3000, files: 200 } },
  prunes: { gate: { memory: 60, files: 10 }, full: { memory: 2000, files: 100 } },
  demoKills: { gate: 8, full: 100 },
  exporterKills: { gate: 8, full: 200 },
  transfers: { gate: 6, full: 500 },
  history: { gate: { processes: 4, appends: 100 }, full: { processes: 16, appends: 1000 } },
};
