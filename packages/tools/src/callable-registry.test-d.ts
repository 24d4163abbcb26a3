import type { JsonObject, JsonValue } from "@minference/protocol";
import { z } from "zod";
import type { CallableRegistry } from "./callable-registry.ts";
import type { JsonSchemaValue } from "./schema/json-schema-value.ts";
import type { ValueOf } from "./schema/tool-schema.ts";

type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

declare const registry: CallableRegistry;
declare const wide: JsonObject;

const order = z.object({ price: z.number(), note: z.string().default("") });
const isOrder: Equal<ValueOf<typeof order>, { price: number; note: string }> = true;

// arguments of a Zod schema, defaults applied
registry.register("a", ({ price, note }) => price + note.length, { inputSchema: order });

registry.register("b", async ({ price }) => ({ doubled: price * 2 }), {
  inputSchema: order,
  outputSchema: z.object({ doubled: z.number() }),
});

// @ts-expect-error the result is not what its schema says
registry.register("c", ({ price }) => ({ doubled: String(price) }), {
  inputSchema: order,
  outputSchema: z.object({ doubled: z.number() }),
});

// arguments of a JSON Schema that is written as a literal
registry.register("d", ({ city, days, tags }) => `${city} ${days ?? 1} ${tags.join()}`, {
  inputSchema: {
    type: "object",
    properties: {
      city: { type: "string" },
      days: { type: "integer" },
      tags: { type: "array", items: { enum: ["x", "y"] }, default: [] },
    },
    required: ["city"],
  },
});

// @ts-expect-error a function needs a schema of its arguments
registry.register("e", () => 1, { description: "none" });

const literal = { anyOf: [{ type: ["string", "null"] }, { const: 7 }] } as const;
const isUnion: Equal<JsonSchemaValue<typeof literal>, string | null | 7> = true;
const isAny: Equal<JsonSchemaValue<typeof wide>, JsonValue> = true;

// @ts-expect-error a call has text or an object
void registry.execute("a", 7);

const outcome = await registry.execute("a", { price: 1 });
// @ts-expect-error a failed call has no result
outcome.result;
if (outcome.status === "executed") outcome.result["result"];
