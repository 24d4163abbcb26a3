import { defineEntity, ref } from "@minference/ecs";
import { z } from "zod";

/** What many entities share. */
export class Prompt extends defineEntity("Prompt", { text: z.string() }) {}

/** One of those that share it. */
export class PromptOwner extends defineEntity("PromptOwner", {
  index: z.number(),
  prompt: ref(() => Prompt),
}) {}
