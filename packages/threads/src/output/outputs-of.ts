import type { EntityContext } from "@minference/ecs";
import type { ChatResult, EcsId } from "@minference/protocol";
import type { WantedObject } from "./object-check.ts";
import { RawOutput, type ProcessedOutput } from "./outputs.ts";
import { wireDelta, type WireBase } from "./wire-base.ts";

/** What is known of a request beside its result. */
export interface SentTurn {
  /** The version of the thread that was sent. */
  readonly chatThreadId: EcsId;
  /** What its messages may begin with; `WireBases` finds it. */
  readonly base: WireBase | null;
  /** Sends needed, the last one included; 1 unless said. */
  readonly attempts?: number;
  /** What the JSON of the answer is checked against; nothing when absent. A thread's `wantedObject` is the tool. */
  readonly wanted?: WantedObject | null;
  /** Where the outputs take time and ids from. */
  readonly context?: Partial<EntityContext>;
}

/** The outputs of one turn. */
export interface TurnOutputs {
  readonly raw: RawOutput;
  readonly output: ProcessedOutput;
  /** What the next request may begin with, once the answer and `output` are stored. */
  readonly base: WireBase;
}

/**
 * The outputs that a result of a client is stored as. Of the messages sent the raw output keeps those that `base`
 * did not have; that costs the new messages, and a comparison of the others.
 *
 * @throws {CorruptError} the result's envelope was not made by wire.
 */
export function outputsOf(result: ChatResult, sent: SentTurn): TurnOutputs {
  const { client, sent: request } = result;
  const { chain, ...delta } = wireDelta(request.messages, client, sent.base);
  const wireHash = chain.hash();
  const raw = new RawOutput(
    {
      client,
      envelope: request.envelope,
      ...delta,
      wireHash,
      requestHash: request.requestHash,
      rawResult: result.rawResult,
      startedAt: result.startedAt,
      endedAt: result.endedAt,
      attempts: sent.attempts ?? 1,
      httpStatus: result.httpStatus,
      providerRequestId: result.providerRequestId,
      chatThreadId: sent.chatThreadId,
    },
    sent.context,
  );
  const output = raw.toProcessedOutput(sent.wanted ?? null);
  const base = {
    outputId: output.ecsId,
    rawOutputId: raw.ecsId,
    client,
    length: request.messages.length,
    wireHash,
    sent: { messages: request.messages, chain },
  };
  return { raw, output, base };
}
