/** Where a program writes: what it found, and how far it is. */
export interface Streams {
  /** A line of results, to stdout. */
  readonly print: (line: string) => void;
  /** A line of progress, to stderr. */
  readonly note: (line: string) => void;
}
