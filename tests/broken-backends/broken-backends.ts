import type { BrokenBackend } from "./broken-backend.ts";
import { brokenCommits } from "./broken-commits.ts";
import { brokenErasing } from "./broken-erasing.ts";
import { brokenLists } from "./broken-lists.ts";
import { brokenLives } from "./broken-lives.ts";
import { brokenPruning } from "./broken-pruning.ts";
import { brokenReads } from "./broken-reads.ts";
import { brokenRefs } from "./broken-refs.ts";
import { brokenValues } from "./broken-values.ts";

/** Every broken backend; there is at least one for each law. */
export const brokenBackends: readonly BrokenBackend[] = [
  ...brokenCommits,
  ...brokenLists,
  ...brokenRefs,
  ...brokenReads,
  ...brokenValues,
  ...brokenLives,
  ...brokenErasing,
  ...brokenPruning,
];
