/** One thing whose turns are timed: a thread with a history, and a way to store one more turn of it. */
export interface Subject {
  readonly name: string;
  /** Stores one turn: two messages of 1 KiB, registered once. */
  turn(): Promise<void>;
  /** Bytes on disk, after a checkpoint; null for a subject that has none. */
  bytes(): number | null;
  /** Rows stored, by table; empty for a subject that has none. */
  rows(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Text of one message: 1 KiB. */
export const messageText = "The supply grew, so the price fell. ".repeat(29).slice(0, 1024);
