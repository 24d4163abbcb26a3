import { CorruptError, isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import type { Failure } from "../answer/failure.ts";
import { readFailure } from "../answer/failure.ts";

/**
 * What a raw output keeps of a request beside its messages: the rest of the body, and what reading the
 * answer needs to know. It is plain JSON and stored as it is.
 */
export type Envelope = {
  /** The API that the body is for. */
  readonly api: "chat";
  /** The body sent, without its messages; its `model` is always there. */
  readonly body: JsonObject;
  /** What this one request changed in its messages and does not stay; empty in `text`. */
  readonly patches: JsonObject;
  /** The form that was asked of the answer. */
  readonly output: { readonly kind: "text" };
  /** What was left out or emulated for this model. */
  readonly warnings: readonly string[];
  /** Why no whole answer came; null when one came, or was refused with a body. */
  readonly failure: Failure | null;
};

/**
 * The envelope that stored JSON holds.
 *
 * @throws {CorruptError} it is none.
 */
export function readEnvelope(json: JsonObject): Envelope {
  const { api, body, patches, output, warnings, failure } = json;
  if (api !== "chat") throw corrupt("api");
  if (!isJsonObject(body) || typeof body["model"] !== "string") throw corrupt("body");
  if (!isJsonObject(patches)) throw corrupt("patches");
  if (!isJsonObject(output) || output["kind"] !== "text") throw corrupt("output");
  if (!isTexts(warnings)) throw corrupt("warnings");
  const read = failure === null || failure === undefined ? null : readFailure(failure);
  if (read === undefined) throw corrupt("failure");
  return { api, body, patches, output: { kind: "text" }, warnings, failure: read };
}

function isTexts(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function corrupt(field: string): CorruptError {
  return new CorruptError({
    problem: `The envelope of a raw output has no usable ${field}`,
    remedy: "It was not written by this library; restore the row from a backup",
    path: `envelope.${field}`,
  });
}
