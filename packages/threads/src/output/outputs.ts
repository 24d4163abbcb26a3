import { defineEntity, id, json, list, ref } from "@minference/ecs";
import {
  finishReasons,
  InvalidRequestError,
  llmClients,
  type EcsId,
  type FinishReason,
  type LLMClient,
  type NeutralJsonObject,
  type NeutralUsage,
  type OutputError,
  type Replay,
  type ToolCall,
} from "@minference/protocol";
import { z } from "zod";
import { jsonArrayField, jsonObjectField } from "../field/json-object-field.ts";
import { AnswerReading } from "./answer-reading.ts";
import { GeneratedJsonObject } from "./generated-json-object.ts";
import { objectError, type WantedObject } from "./object-check.ts";
import { outputErrorSchema } from "./output-error-schema.ts";
import { Usage } from "./usage.ts";

/**
 * What went out to a provider and what came back, verbatim.
 *
 * What it means is read from that when it is asked for, and never stored: the same values give the same answer at
 * any time. `requestOf` rebuilds the body that was sent.
 */
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
    /** Hash of all rendered messages sent, chained by blocks: 64 hex digits. */
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
  // loading runs no constructor of this class, so the field is declared and not initialised
  declare private lastReading?: AnswerReading;

  /** The answer's text; null when there is none. */
  get content(): string | null {
    return this.reading.parsed.answer.content;
  }

  /** Readable reasoning, if the provider gave any. */
  get reasoning(): string | null {
    return this.reading.parsed.answer.reasoning;
  }

  /** Tool calls and JSON of the text, in order. */
  get jsonObjects(): readonly NeutralJsonObject[] {
    return this.reading.parsed.answer.jsonObjects;
  }

  /** What the model asked for, in order; `toolId` is null, the thread's messages have it. */
  get toolCalls(): readonly ToolCall[] {
    return this.reading.parsed.answer.toolCalls;
  }

  /** What must go back to the provider as it came. */
  get replay(): Replay | null {
    return this.reading.parsed.answer.replay;
  }

  /** Tokens as the provider counted them; null: unknown, not zero. */
  get usage(): NeutralUsage | null {
    return this.reading.parsed.answer.usage;
  }

  /** Why there is no whole answer; null when there is one. */
  get error(): OutputError | null {
    return this.reading.parsed.answer.error;
  }

  /** Why the answer ended. */
  get finishReason(): FinishReason {
    return this.reading.parsed.answer.finishReason;
  }

  /** What was left out or emulated for this model, and what had to be mended in the answer. */
  get warnings(): readonly string[] {
    return this.reading.parsed.warnings;
  }

  /** True when the request asked for JSON as text: of a mode, or in the place of a call that cannot be forced. */
  get asksForJson(): boolean {
    return this.reading.asksForJson;
  }

  /** True when the answer has tool calls, or JSON in its text. */
  get containsObject(): boolean {
    return this.jsonObjects.length > 0;
  }

  /** Whose format the result is in. */
  get resultProvider(): LLMClient {
    return this.client;
  }

  /** The model that answered, as the provider names it, else the one that was asked. */
  get model(): string | null {
    return this.reading.model;
  }

  /** From sending to the end of the answer, milliseconds; never negative. */
  get timeTakenMs(): number {
    return Math.max(0, this.endedAt.getTime() - this.startedAt.getTime());
  }

  /**
   * A new processed output of what this means, with its usage and JSON objects. Where JSON was asked for, it is
   * checked against the tool that is `wanted`: an object that is not valid is kept beside the error
   * `output_invalid`.
   *
   * @throws {InvalidRequestError} `chatThreadId` is null: an output belongs to the version that was sent.
   */
  toProcessedOutput(wanted: WantedObject | null = null): ProcessedOutput {
    const { chatThreadId, context } = this;
    const { answer, warnings } = this.reading.parsed;
    if (chatThreadId === null) throw homeless(this);
    const isChecked = this.asksForJson && answer.error === null && wanted !== null;
    return new ProcessedOutput(
      {
        content: answer.content,
        reasoning: answer.reasoning,
        jsonObjects: answer.jsonObjects.map((object) => new GeneratedJsonObject(object, context)),
        usage: answer.usage === null ? null : new Usage(answer.usage, context),
        error: isChecked ? objectError(answer.jsonObjects, wanted) : answer.error,
        finishReason: answer.finishReason,
        warnings,
        timeTakenMs: this.timeTakenMs,
        client: this.client,
        rawOutput: this,
        chatThreadId,
      },
      context,
    );
  }

  private get reading(): AnswerReading {
    if (this.lastReading?.isOf(this) !== true) this.lastReading = new AnswerReading(this);
    return this.lastReading;
  }
}

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
  /** `chatThreadId` under the name that says what for: the version of the thread that was sent. */
  get askedVersionId(): EcsId {
    return this.chatThreadId;
  }

  /** The first JSON object, or null. */
  get jsonObject(): GeneratedJsonObject | null {
    return this.jsonObjects[0] ?? null;
  }
}

function homeless(raw: RawOutput): InvalidRequestError {
  return new InvalidRequestError({
    problem: `${String(raw)} names no version of a thread that was sent`,
    remedy: "Set its chatThreadId first",
    entityType: "RawOutput",
    ecsId: raw.ecsId,
    path: "chatThreadId",
  });
}
