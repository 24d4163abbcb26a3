import type { JsonObject } from "@minference/protocol";

/** A fault that is made in its full size, outside of `npm test`. */
export interface Fault {
  readonly name: string;
  /** How often, and what else decides its size. */
  readonly sizes: JsonObject;
  /**
   * Makes the fault, and gives what was seen.
   *
   * @throws {AssertionError} something was lost, asked again, or damaged.
   */
  run(): Promise<JsonObject>;
}
