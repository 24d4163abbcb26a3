import type { ModelProfile } from "@minference/protocol";
import { outputsOf } from "../src/output/outputs-of.ts";
import type { ProcessedOutput } from "../src/output/outputs.ts";
import type { ChatThread } from "../src/thread/chat-thread.ts";
import { CallableTool } from "../src/tool/callable-tool.ts";
import { StructuredTool } from "../src/tool/structured-tool.ts";
import { answerTo } from "./an-answer.ts";
import { aThread } from "./a-thread.ts";

type Format = ChatThread["llmConfig"]["responseFormat"];

/** The schema that the arguments of an answer, `{ "x": 1 }`, have. */
export const right = { type: "object", properties: { x: { type: "number" } }, required: ["x"] };
/** One that they have not. */
export const wrong = { type: "object", properties: { y: { type: "number" } }, required: ["y"] };

/** A thread that has asked in a mode: callable `add` and `look_up`, structured `order` and `report`. */
export function asking(responseFormat: Format): ChatThread {
  const thread = aThread({ newMessage: "Trade." });
  thread.llmConfig.responseFormat = responseFormat;
  thread.tools = [
    new CallableTool({ name: "add", inputSchema: right }),
    new StructuredTool({ name: "order", jsonSchema: right }),
    new StructuredTool({ name: "report", jsonSchema: wrong }),
    new CallableTool({ name: "look_up", inputSchema: right }),
  ];
  thread.addUserMessage();
  return thread;
}

/** What came back, as an output of the thread. */
export function outputOf(
  thread: ChatThread,
  rawResult: Parameters<typeof answerTo>[1],
  profile?: ModelProfile,
): ProcessedOutput {
  const { wantedObject } = thread;
  return outputsOf(answerTo(thread.toChatRequest(), rawResult, profile && { profile }), {
    chatThreadId: thread.ecsId,
    base: null,
    wanted: wantedObject === null ? null : { tool: wantedObject },
  }).output;
}

/** Role or status, and tool, of each message. */
export function shown(messages: ReturnType<ChatThread["applyOutput"]>): readonly string[] {
  return messages.map(({ role, toolName, toolStatus }) =>
    role === "tool" ? `${toolName}: ${toolStatus}` : role,
  );
}

/** The result of a call that was run. */
export const executed = (value: string) => ({ status: "executed", value }) as const;
