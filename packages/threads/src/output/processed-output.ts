import { defineEntity, id, json, list, ref } from "@minference/ecs";
import { finishReasons, llmClients, type EcsId } from "@minference/protocol";
import { z } from "zod";
import { GeneratedJsonObject } from "./generated-json-object.ts";
import { outputErrorSchema } from "./output-error-schema.ts";
import { RawOutput } from "./raw-output.ts";
import { Usage } from "./usage.ts";

/** What one turn brought, in no provider's format. */
export class ProcessedOutput extends defineEntity(
  "ProcessedOutput",
  {
    /** The answer's text, kept also when JSON was found in it. */
    content: z.string().nullable().default(null),
    reasoning: z.string().nullable().default(null),
    /** Tool calls and JSON of the text, in order. */
    jsonObjects: list(() => GeneratedJsonObject),
    /** Null: unknown, not zero. The assistant message points to the same entity. */
    usage: ref(() => Usage).nullable(),
    error: json(outputErrorSchema).nullable(),
    finishReason: z.enum(finishReasons),
    /** What was left out or emulated for this model. */
    warnings: json(z.array(z.string())).default([]),
    timeTakenMs: z.number().min(0),
    client: z.enum(llmClients),
    /** Null only if nothing was sent. */
    rawOutput: ref(() => RawOutput).nullable(),
    /** The version of the thread that was sent; refused before sending: the version in hand. */
    chatThreadId: id("ChatThread"),
  },
  { belongsTo: "chatThreadId" },
) {
  /** The version of the thread that was sent: `chatThreadId` under the name that says what for. */
  get askedVersionId(): EcsId {
    return this.chatThreadId;
  }

  /** The first JSON object, or null. */
  get jsonObject(): GeneratedJsonObject | null {
    return this.jsonObjects[0] ?? null;
  }
}
