import { isJsonObject } from "@minference/protocol";
import {
  parseAnswer,
  readEnvelope,
  type ParsedAnswer,
  type ReceivedAnswer,
} from "@minference/wire";

/** One reading of what a raw output stores; good as long as none of that is assigned anew. */
export class AnswerReading {
  readonly parsed: ParsedAnswer;
  /** The model that answered, as the provider names it, else the one that was asked. */
  readonly model: string | null;
  /** True when JSON was asked for, so that the first object out of the text is the answer. */
  readonly asksForJson: boolean;
  readonly #received: ReceivedAnswer;

  /** @throws {CorruptError} the envelope is none. */
  constructor(received: ReceivedAnswer) {
    const { client, envelope, rawResult, httpStatus, providerRequestId } = received;
    const { requestHash, wireHash } = received;
    const answered = { client, envelope, rawResult, httpStatus, providerRequestId };
    this.#received = { ...answered, requestHash, wireHash };
    this.parsed = parseAnswer(this.#received);
    this.model = modelOf(this.#received);
    const { kind } = readEnvelope(envelope).output;
    this.asksForJson = kind === "json" || kind === "json_by_call";
  }

  /** True when this is a reading of these values; JSON fields are frozen, so the object tells. */
  isOf(received: ReceivedAnswer): boolean {
    const read = this.#received;
    return (
      read.client === received.client &&
      read.envelope === received.envelope &&
      read.rawResult === received.rawResult &&
      read.httpStatus === received.httpStatus &&
      read.providerRequestId === received.providerRequestId &&
      read.requestHash === received.requestHash &&
      read.wireHash === received.wireHash
    );
  }
}

function modelOf({ envelope, rawResult }: ReceivedAnswer): string | null {
  const answered = isJsonObject(rawResult) ? rawResult["model"] : null;
  if (typeof answered === "string" && answered !== "") return answered.toWellFormed();
  const body = envelope["body"];
  const asked = isJsonObject(body) ? body["model"] : null;
  return typeof asked === "string" ? asked.toWellFormed() : null;
}
