/** Where the time of day comes from. `Date` itself is one: `clock: Date`. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}
