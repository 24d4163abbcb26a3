import { z } from "zod";
import { defineTool } from "./define-tool.ts";

// arguments and result have the types of the schemas
const add = defineTool({
  name: "add",
  input: z.object({ a: z.number(), b: z.number().default(0) }),
  output: z.object({ sum: z.number() }),
  execute: ({ a, b }) => ({ sum: a + b }),
});
// @ts-expect-error the result is a sum, not a number
const run: (args: { a: number; b: number }) => number = add.execute;

defineTool({
  name: "add",
  input: z.object({ a: z.number() }),
  // @ts-expect-error the input has no b
  execute: ({ b }) => typeof b,
});

defineTool({
  name: "add",
  input: z.object({ a: z.number() }),
  output: z.object({ sum: z.number() }),
  // @ts-expect-error the result is no object with a sum
  execute: ({ a }) => a,
});

// the same with JSON Schema written as a literal
defineTool({
  name: "greet",
  input: { type: "object", properties: { who: { type: "string" } }, required: ["who"] },
  execute: ({ who }) => who.toUpperCase(),
});
