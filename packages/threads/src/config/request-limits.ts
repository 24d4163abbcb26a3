import { defineEntity } from "@minference/ecs";
import { llmClients } from "@minference/protocol";
import { z } from "zod";

/** What may be asked of one client in a minute. */
export class RequestLimits extends defineEntity("RequestLimits", {
  provider: z.enum(llmClients),
  maxRequestsPerMinute: z.number().positive(),
  maxTokensPerMinute: z.number().positive(),
  /** Null: input tokens have no limit of their own. */
  maxInputTokensPerMinute: z.number().positive().nullable().default(null),
  /** Null: output tokens have no limit of their own. */
  maxOutputTokensPerMinute: z.number().positive().nullable().default(null),
  /** Requests in flight at one time; null: no limit. */
  maxConcurrent: z.int().min(1).nullable().default(null),
}) {}
