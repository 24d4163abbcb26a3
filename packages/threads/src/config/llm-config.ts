import { defineEntity, type EntityContext, type FieldsInput } from "@minference/ecs";
import { llmClients, reasoningEfforts, responseFormats } from "@minference/protocol";
import { z } from "zod";
import { jsonObjectField } from "../field/json-object-field.ts";
import { checkResponseFormat } from "./check-response-format.ts";

const fields = {
  client: z.enum(llmClients),
  /** Null: the client's configured default model. */
  model: z.string().nullable().default(null),
  /** Upper limit of the answer, tokens. */
  maxTokens: z.int().min(1).default(400),
  /** 0 to 2; null: not sent. */
  temperature: z.number().min(0).max(2).nullable().default(0),
  responseFormat: z.enum(responseFormats).default("text"),
  /** The provider's own prompt cache is asked for. */
  useCache: z.boolean().default(true),
  reasoner: z.boolean().default(false),
  /** Used only when `reasoner` is set. */
  reasoningEffort: z.enum(reasoningEfforts).default("medium"),
  /** Name of a configured endpoint of the client; null: its default one. */
  endpoint: z.string().nullable().default(null),
  /** Further fields of the body, sent as they are. */
  extraBody: jsonObjectField().default({}),
};

/** Which model answers, and how it is asked. Many threads may share one. */
export class LLMConfig extends defineEntity("LLMConfig", fields) {
  /**
   * Loading a stored config does not come through here, and assignment does not check the two together:
   * what is stored loads, and fields can be assigned in any order.
   *
   * @throws {EntityValidationError} a field is missing, unknown, or out of its range.
   * @throws {ConfigError} the client does not offer the response format.
   */
  constructor(given: FieldsInput<typeof fields>, context?: Partial<EntityContext>) {
    super(given, context);
    checkResponseFormat(this);
  }
}
