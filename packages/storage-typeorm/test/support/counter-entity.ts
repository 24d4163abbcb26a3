import { defineEntity } from "@minference/ecs";
import { z } from "zod";

/** Something that two processes change. */
export class Counter extends defineEntity("Counter", { count: z.int() }) {}
