import { MinferenceError, type ErrorSubject } from "@minference/protocol";

/** What the demo was given cannot be used; nothing ran. */
export class DemoError extends MinferenceError {
  readonly code = "demo_argument";
  readonly kind = "invalid_request";
  readonly retryable = false;

  constructor(
    refused: ErrorSubject & {
      /** What was wrong, with what: a sentence without its full stop. */
      readonly problem: string;
      readonly remedy: string;
    },
  ) {
    super(`${refused.problem}. ${refused.remedy}.`, refused);
  }
}
