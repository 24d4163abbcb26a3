import type { ChatResult, OutputError } from "@minference/protocol";

/** How sending one request ended. */
export type Exchange =
  /** The last result of the client, with the sends that it took. */
  | {
      readonly kind: "sent";
      readonly result: ChatResult;
      readonly attempts: number;
      /** What ended the wait for another attempt; null: the result is the end. */
      readonly stoppedBy: StopReason | null;
    }
  /** Nothing went out. */
  | { readonly kind: "unsent"; readonly stoppedBy: StopReason };

/** Why nothing more was sent. */
export interface StopReason {
  readonly error: OutputError;
  readonly cause: unknown;
}
