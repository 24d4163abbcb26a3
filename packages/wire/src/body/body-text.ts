import type { JsonObject, JsonValue } from "@minference/protocol";
import { sha256Hex } from "../json/sha256.ts";
import { readEnvelope } from "./envelope.ts";
import { patchedMessages } from "./patched-messages.ts";

/**
 * The exact text of a request's body, rebuilt from what a raw output keeps of it. The client sends this
 * text as UTF-8, so `requestHashOf` it is the `requestHash` stored beside.
 *
 * `model` comes first, then `messages`, then all other fields sorted: the order of the keys of the envelope
 * does not matter.
 *
 * @throws {CorruptError} `envelope` is no envelope.
 */
export function bodyText(envelope: JsonObject, messages: readonly JsonValue[]): string {
  return JSON.stringify(bodyOf(envelope, messages));
}

/**
 * The body of a request, in the order in which {@link bodyText} writes it.
 *
 * @throws {CorruptError} `envelope` is no envelope.
 */
export function bodyOf(envelope: JsonObject, messages: readonly JsonValue[]): JsonObject {
  const read = readEnvelope(envelope);
  const { model = null, ...rest } = read.body;
  const others = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1));
  return { model, messages: patchedMessages(read, messages), ...Object.fromEntries(others) };
}

/** SHA-256 of a body as it is sent: 64 hex digits. */
export function requestHashOf(bodyText: string): string {
  return sha256Hex(bodyText);
}
