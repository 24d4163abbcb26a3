import { isMinferenceError, type KnownError } from "@minference/protocol";
import assert from "node:assert/strict";

/** The errors that a law can ask for, by their code. */
export type RefusalCode =
  "dangling_reference" | "duplicate_id" | "invalid_request" | "storage_closed" | "version_conflict";

/**
 * The error that a call was refused with.
 *
 * @throws {AssertionError} the call was not refused, or with another code.
 */
export async function assertRefused(
  call: Promise<unknown>,
  code: RefusalCode,
): Promise<KnownError> {
  const error = await rejection(call);
  assert.ok(isMinferenceError(error), `refused with no error of minference: ${String(error)}`);
  assert.equal(error.code, code, error.message);
  return error;
}

async function rejection(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  assert.fail("the call was not refused");
}
