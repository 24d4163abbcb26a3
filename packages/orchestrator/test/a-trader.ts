import type { FakeCall, FakeCalls } from "@minference/clients/testing";
import { ChatThread, defineTool, LLMConfig, StructuredTool } from "@minference/threads";
import { CallableRegistry } from "@minference/tools";
import type { WorldSettings } from "./a-world.ts";

/** The two wires, each with a model that can be made to call a tool. */
export const wires = [
  ["openai", "gpt-4.1-mini"],
  ["anthropic", "claude-opus-4-8"],
] as const;

/** A model of one of the wires. */
export type Wire = (typeof wires)[number];

const roundSchema = {
  type: "object",
  properties: { round: { type: "integer", minimum: 1 } },
  required: ["round"],
  additionalProperties: false,
} as const;

const orderSchema = {
  type: "object",
  properties: { side: { enum: ["buy", "sell"] }, price: { type: "number" } },
  required: ["side", "price"],
  additionalProperties: false,
} as const;

/** What the functions of a trader's tools were called with. */
export interface Counted {
  readonly tools: CallableRegistry;
  readonly calls: string[];
}

/** A trader's tools, and a registry that notes the calls of their functions. */
export function tradersTools(options: { readonly repeatable?: boolean } = {}): Counted & {
  readonly estimate: ChatThread["tools"][number];
  readonly order: StructuredTool;
} {
  const tools = new CallableRegistry();
  const calls: string[] = [];
  const estimate = defineTool({
    name: "estimate_value",
    input: roundSchema,
    output: { type: "object", properties: { value: { type: "number" } }, required: ["value"] },
    ...options,
    execute: ({ round }, { attempt }) => {
      calls.push(`estimate_value ${round} attempt ${attempt}`);
      return { value: 100 - round };
    },
  });
  estimate.register(tools);
  const order = StructuredTool.fromSchema(orderSchema, { name: "submit_order" });
  return { tools, calls, estimate: estimate.tool, order };
}

/** A thread in a mode on a wire, with a question. */
export function aTrader(
  [client, model]: Wire,
  responseFormat: ChatThread["llmConfig"]["responseFormat"],
  fields: Partial<ConstructorParameters<typeof ChatThread>[0]> = {},
): ChatThread {
  return new ChatThread({
    llmConfig: new LLMConfig({ client, model, maxTokens: 200, responseFormat }),
    newMessage: "Trade.",
    ...fields,
  });
}

/** An answer with calls, by name and arguments. */
export function calling(
  ...calls: readonly (readonly [string, FakeCall["arguments"]])[]
): FakeCalls {
  return {
    kind: "calls",
    calls: calls.map(([name, args], index) => ({
      id: `toolu_${index}`,
      name,
      arguments: args,
    })),
  };
}

/** Role, or tool and status, of each message of a history. */
export function shown({ history }: ChatThread): readonly string[] {
  return history.map(({ role, toolName, toolStatus }) =>
    role === "tool" ? `${toolName} ${toolStatus}` : role,
  );
}

/** Both wires, and a provider that gives these answers in order. */
export function answering(
  script: readonly (ReturnType<typeof calling> | string)[],
  options: WorldSettings["options"] = {},
): WorldSettings {
  return { wires: "both", provider: { policy: { script } }, options };
}
