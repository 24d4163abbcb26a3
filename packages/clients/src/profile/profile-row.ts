import type { ModelProfile } from "@minference/protocol";

/** What the models whose name matches `pattern` take, and how we know. */
export interface ProfileRow {
  readonly pattern: RegExp;
  readonly profile: ModelProfile;
  /** Where the row comes from; its date as YYYY-MM-DD. */
  readonly source: string;
  readonly date: string;
}

/** The profile of the first row that matches `model`; null when none does. */
export function findProfile(model: string, rows: readonly ProfileRow[]): ModelProfile | null {
  return rows.find((row) => row.pattern.test(model))?.profile ?? null;
}
