import { defineEntity } from "@minference/ecs";
import { z } from "zod";
import { jsonObjectField } from "../field/json-object-field.ts";

/** One JSON object of an answer: the arguments of a tool call, or JSON found in its text. */
export class GeneratedJsonObject extends defineEntity("GeneratedJsonObject", {
  name: z.string(),
  object: jsonObjectField(),
  /** The call that it came with; null for JSON out of text. */
  toolCallId: z.string().nullable().default(null),
}) {}
