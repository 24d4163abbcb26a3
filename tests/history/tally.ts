import { defineEntity } from "@minference/ecs";
import { z } from "zod";

/** Something that many processes append to: each version holds the number of the append that made it. */
export class Tally extends defineEntity("Tally", { number: z.int().nullable().default(null) }) {}
