import { defineEntity } from "@minference/ecs";
import { z } from "zod";

/** A system text that many threads may share. */
export class SystemPrompt extends defineEntity("SystemPrompt", {
  name: z.string(),
  content: z.string(),
}) {}
