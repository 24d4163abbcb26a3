import { pipeline } from "node:stream/promises";
import type { BundleTarget } from "../surface/bundle-options.ts";

/**
 * Writes text to a stream as fast as it takes it, and leaves it open. Ends when the stream has taken all of it;
 * rejects with the stream's own error, also when it closes before.
 */
export async function sendText(text: AsyncIterable<string>, target: BundleTarget): Promise<void> {
  await pipeline(text, target, { end: false });
}
