import { defineEntity, id, json } from "@minference/ecs";
import { llmClients } from "@minference/protocol";
import { z } from "zod";
import { jsonArrayField, jsonObjectField } from "../field/json-object-field.ts";

/** What went out to a provider and what came back, verbatim. */
export class RawOutput extends defineEntity(
  "RawOutput",
  {
    client: z.enum(llmClients),
    /** The body sent, without its messages, and what parsing needs to know of the request. */
    envelope: jsonObjectField(),
    /** The raw output whose rendered messages this request begins with. */
    wireBaseId: id("RawOutput").nullable(),
    /** How many of them. */
    wireKeep: z.int().min(0).default(0),
    /** The rendered messages after those. */
    wireAdded: jsonArrayField(),
    /** Hash of all rendered messages sent, chained by blocks. */
    wireHash: z.string(),
    /** SHA-256 of the exact bytes sent: 64 hex digits. */
    requestHash: z.string(),
    /** The body received; `{ text }` when it was no JSON; null when no answer came. */
    rawResult: json().nullable(),
    startedAt: z.date(),
    endedAt: z.date(),
    /** Sends needed, the last one included. */
    attempts: z.int().min(1).default(1),
    httpStatus: z.int().nullable().default(null),
    /** The provider's own id of the request. */
    providerRequestId: z.string().nullable().default(null),
    /** The version of the thread that was sent. */
    chatThreadId: id("ChatThread").nullable(),
  },
  { belongsTo: "chatThreadId" },
) {
  /** From sending to the end of the answer, milliseconds. */
  get timeTakenMs(): number {
    return Math.max(0, this.endedAt.getTime() - this.startedAt.getTime());
  }
}
