import { sha256Hex } from "../json/sha256.ts";

/** An id for a call that came without a usable one (T10); the same at each reading of the same answer. */
export function madeUpCallId(requestHash: string, index: number): string {
  return `call_${sha256Hex(`${requestHash}${index}`).slice(0, 24)}`;
}
