import type { EcsId } from "@minference/protocol";

/** Who moves a ref, why, and from where. */
export interface SetRefOptions {
  /** The tip that must be there, null for none; left out: whatever it is. */
  readonly expect?: EcsId | null;
  readonly actor?: string;
  readonly reason?: string;
}
