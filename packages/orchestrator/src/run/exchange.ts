import type { ChatResult, OutputError } from "@minference/protocol";

/** How sending one request ended. */
export type Exchange =
  /** The last result of the client, with the sends that it took. */
  | {
      readonly kind: "sent";
      readonly result: ChatResult;
      readonly attempts: number;
      /** What ended the wait for another attempt; null: the result is the end. */
      readonly stoppedBy: SendStop | null;
    }
  /** Nothing went out. */
  | { readonly kind: "unsent"; readonly stoppedBy: SendStop };

/** Why nothing more was sent. */
export interface SendStop {
  readonly error: OutputError;
  readonly cause: unknown;
}
