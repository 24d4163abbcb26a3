import { z } from "zod";

/** What one appending process is told to do, as JSON on its command line. */
export const appendTask = z.object({
  client: z.string(),
  file: z.string(),
  /** Lineages that it appends to, in turn. */
  lineageIds: z.array(z.string()).min(1),
  /** Appends that are to be acknowledged. */
  appends: z.int().min(0),
  /** Its first number; each attempt has the next one. */
  firstNumber: z.int(),
  demand: z.enum(["head", "branch"]),
});

/** What one appending process is told to do. */
export type AppendTask = z.infer<typeof appendTask>;
