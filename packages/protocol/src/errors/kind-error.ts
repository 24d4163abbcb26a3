import { MinferenceError, type ErrorSubject } from "./minference-error.ts";

/** What an error of a kind says: what is wrong with what, and what to do. */
export interface KindErrorDetail extends ErrorSubject {
  /** What was wrong, with what: a sentence without its full stop. */
  readonly problem: string;
  /** What to do: a sentence without its full stop. */
  readonly remedy: string;
}

/** Base of the errors that bear the name of their kind. */
export abstract class KindError extends MinferenceError {
  constructor(detail: KindErrorDetail) {
    super(`${detail.problem}. ${detail.remedy}.`, detail);
  }
}
