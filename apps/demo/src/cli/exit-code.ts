/** What the demo's exit codes mean. */
export const exitCode = {
  done: 0,
  /** Something failed while running; what was committed stays, and the same command goes on from there. */
  failed: 1,
  /** Wrong arguments, key, URL or database: nothing ran. */
  refused: 2,
  /** Done, but for lines of the input that are no conversations. */
  badLines: 3,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
