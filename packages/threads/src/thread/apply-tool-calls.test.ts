import { describe, expect, test } from "@jest/globals";
import type { ModelProfile } from "@minference/protocol";
import { CallableRegistry } from "@minference/tools";
import {
  aCallingCompletion,
  aCompletion,
  answerTo,
  unforcingProfile,
} from "../../test/an-answer.ts";
import { aThread } from "../../test/a-thread.ts";
import { outputsOf } from "../output/outputs-of.ts";
import type { ProcessedOutput } from "../output/outputs.ts";
import { CallableTool } from "../tool/callable-tool.ts";
import { StructuredTool } from "../tool/structured-tool.ts";
import type { ChatThread } from "./chat-thread.ts";

type Format = ChatThread["llmConfig"]["responseFormat"];

/** The schema that the arguments of an answer, `{ "x": 1 }`, have. */
const right = { type: "object", properties: { x: { type: "number" } }, required: ["x"] };
/** One that they have not. */
const wrong = { type: "object", properties: { y: { type: "number" } }, required: ["y"] };

/** A thread that has asked in a mode: callable `add` and `look_up`, structured `order` and `report`. */
function asking(responseFormat: Format): ChatThread {
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
function outputOf(
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
function shown(messages: ReturnType<ChatThread["applyOutput"]>): readonly string[] {
  return messages.map(({ role, toolName, toolStatus }) =>
    role === "tool" ? `${toolName}: ${toolStatus}` : role,
  );
}

const executed = (value: string) => ({ status: "executed", value }) as const;

describe("auto_tools (C63)", () => {
  test("a structured call is checked when its answer is applied: validated, or failed with paths (U6, C62)", () => {
    const thread = asking("auto_tools");
    const output = outputOf(thread, aCallingCompletion(["order", "report"]));
    const [assistant, order, report] = thread.applyOutput(output);
    expect(order).toMatchObject({
      content: '{"status":"validated","message":"Schema validation successful"}',
      toolStatus: "validated",
      toolType: "structured",
      toolJsonSchema: right,
      toolId: thread.tools[1]?.ecsId,
      parentMessageId: assistant?.ecsId,
    });
    expect(report).toMatchObject({ toolStatus: "failed", toolJsonSchema: wrong });
    expect(report?.content).toMatch(/"kind":"output_invalid".*y is required/);
    expect(output.error).toBeNull();
  });

  test("without postValidateSchema what the model gave is taken, and no schema named (U6)", () => {
    const thread = asking("auto_tools");
    const [, , report] = thread.tools;
    if (report instanceof StructuredTool) report.postValidateSchema = false;
    const [, result] = thread.applyOutput(outputOf(thread, aCallingCompletion(["report"])));
    expect(result).toMatchObject({ toolStatus: "validated", toolJsonSchema: null });
  });

  test("a call of a callable tool waits to be run, and so do the results around it (N2)", () => {
    const thread = asking("auto_tools");
    const names = ["order", "add", "sub"];
    expect(shown(thread.applyOutput(outputOf(thread, aCallingCompletion(names))))).toEqual([
      "assistant",
    ]);
    expect(thread.pendingToolCalls.map(({ name }) => name)).toEqual(names);
    expect(thread.callsToRun).toMatchObject([{ call: { id: "call_1" }, tool: thread.tools[0] }]);
    const added = thread.addToolResults(new Map([["call_1", executed("two")]]));
    expect(shown(added)).toEqual(["order: validated", "add: executed", "sub: failed"]);
    expect(added[2]?.content).toContain("offered: add, order, report, look_up");
    expect(thread.pendingToolCalls).toEqual([]);
  });

  test("results that are given are never held back", () => {
    const thread = asking("auto_tools");
    thread.applyOutput(outputOf(thread, aCallingCompletion(["add", "order", "look_up"])));
    const added = thread.addToolResults(new Map([["call_2", executed("found")]]));
    expect(shown(added)).toEqual(["look_up: executed"]);
    expect(shown(thread.addToolResults(new Map([["call_0", executed("two")]])))).toEqual([
      "add: executed",
      "order: validated",
    ]);
  });

  test("a result of no pending call is refused, and nothing is changed (T11)", () => {
    const thread = asking("auto_tools");
    thread.applyOutput(outputOf(thread, aCallingCompletion(["add"])));
    const results = new Map([["call_7", executed("two")]]);
    expect(() => thread.addToolResults(results)).toThrow(/"call_7"/);
    expect(thread.history).toHaveLength(2);
  });

  test("the forced tool is not offered, and a call of it fails", () => {
    const thread = asking("auto_tools");
    thread.forcedOutput = new CallableTool({ name: "sub", inputSchema: right });
    const [, result] = thread.applyOutput(outputOf(thread, aCallingCompletion(["sub"])));
    expect(result).toMatchObject({ toolStatus: "failed", toolName: "sub" });
    expect(result?.content).toContain("tool_not_found");
  });

  test("a kept validator compiles a schema once and serves many answers", () => {
    const validator = new CallableRegistry();
    const thread = asking("auto_tools");
    const output = outputOf(thread, aCallingCompletion(["order"]));
    expect(shown(thread.applyOutput(output, new Map(), { validator }))[1]).toBe("order: validated");
  });
});

describe("a mode that forces a tool (3.5)", () => {
  test("runs one call of it: a second one fails as invalid_request, another tool as tool_not_found", () => {
    const thread = asking("tool");
    thread.forcedOutput = thread.tools[0] ?? null;
    const names = ["look_up", "add", "add"];
    thread.applyOutput(outputOf(thread, aCallingCompletion(names)));
    expect(thread.callsToRun.map(({ call }) => call.id)).toEqual(["call_1"]);
    const added = thread.addToolResults(new Map([["call_1", executed("two")]]));
    expect(shown(added)).toEqual(["look_up: failed", "add: executed", "add: failed"]);
    expect(added.map(({ content }) => /"kind":"(\w+)"/.exec(content)?.[1])).toEqual([
      "tool_not_found",
      undefined,
      "invalid_request",
    ]);
  });

  test("an answer without the call is the error tool_not_called, and its text is a message", () => {
    const thread = asking("tool");
    thread.forcedOutput = thread.tools[0] ?? null;
    const output = outputOf(thread, aCompletion("I would rather not."));
    expect(output.error?.kind).toBe("tool_not_called");
    expect(thread.applyOutput(output)).toMatchObject([
      { role: "assistant", content: "I would rather not." },
    ]);
  });

  test("arguments that are no JSON object are told with their place (T2)", () => {
    const thread = asking("tool");
    thread.forcedOutput = thread.tools[1] ?? null;
    const text = JSON.stringify(aCallingCompletion(["order"])).replace('{\\"x\\":1}', '{\\"x\\":');
    const output = outputOf(thread, JSON.parse(text));
    const [, result] = thread.applyOutput(output);
    expect(result?.content).toMatch(/output_invalid.*the text ends too soon/);
    expect(output.jsonObject?.object).toEqual({ raw: '{"x":' });
  });
});

describe("structured_output (C60)", () => {
  const answering = (
    schema: StructuredTool["jsonSchema"],
    content: string,
  ): readonly [ChatThread, ProcessedOutput] => {
    const thread = asking("structured_output");
    const jsonSchema = schema;
    thread.forcedOutput = new StructuredTool({ name: "bid", jsonSchema, strictSchema: false });
    return [thread, outputOf(thread, aCompletion(content))];
  };

  test("the object that was asked for is in the output, and no call is in the thread (D61)", () => {
    const [thread, output] = answering(right, '{"x":1}');
    expect(output.error).toBeNull();
    expect(output.jsonObject).toMatchObject({ name: "bid", object: { x: 1 }, toolCallId: null });
    expect(shown(thread.applyOutput(output))).toEqual(["assistant"]);
    expect(thread.lastMessage?.toolCalls).toEqual([]);
    thread.newMessage = "And now?";
    expect(thread.toChatRequest().messages).toHaveLength(3);
  });

  test("an object that breaks the schema is output_invalid, with text and object kept (6.3, T18)", () => {
    const [thread, output] = answering(wrong, 'Here: {"x":1}');
    expect(output.error).toMatchObject({ kind: "output_invalid", retryable: false });
    expect(output.error?.message).toMatch(/y is required/);
    expect([output.content, output.jsonObject?.object]).toEqual(['Here: {"x":1}', { x: 1 }]);
    expect(thread.applyOutput(output)).toMatchObject([{ content: 'Here: {"x":1}' }]);
  });

  test("text without JSON is output_invalid (T19)", () => {
    expect(answering(right, "I cannot.")[1].error?.kind).toBe("output_invalid");
  });
});

test("JSON that was not asked for is not checked against a tool", () => {
  const thread = asking("text");
  thread.forcedOutput = new StructuredTool({ name: "bid", jsonSchema: wrong });
  const output = outputOf(thread, aCompletion('{"x":1}'));
  expect([output.error, output.jsonObject?.name]).toEqual([null, "parsed_content"]);
});

describe("a workflow (C64)", () => {
  const workflow = (step: number): ChatThread => {
    const thread = asking("workflow");
    thread.workflowStep = step;
    return thread;
  };

  test("goes on by one step when its structured tool was validated", () => {
    const thread = workflow(1);
    thread.applyOutput(outputOf(thread, aCallingCompletion(["order"])));
    expect(thread.workflowStep).toBe(2);
  });

  test("goes on when its callable tool was executed, not before", () => {
    const thread = workflow(0);
    thread.applyOutput(outputOf(thread, aCallingCompletion(["add"])));
    expect(thread.workflowStep).toBe(0);
    thread.addToolResults(new Map([["call_0", executed("two")]]));
    expect(thread.workflowStep).toBe(1);
  });

  test("goes on once, however many calls an answer makes (3.5)", () => {
    const thread = workflow(0);
    thread.applyOutput(outputOf(thread, aCallingCompletion(["add", "order", "add"])));
    for (const call of thread.pendingToolCalls) thread.addToolResult(call, executed("two"));
    expect(thread.workflowStep).toBe(1);
  });

  test.each([
    ["a failed result", 2, ["report"]],
    ["another tool", 1, ["add"]],
  ])("stays where it is after %s", (_what, step, names) => {
    const thread = workflow(step);
    thread.applyOutput(outputOf(thread, aCallingCompletion(names)));
    expect(thread.workflowStep).toBe(step);
  });

  test("stays where it is after an answer without a call", () => {
    const thread = workflow(1);
    thread.applyOutput(outputOf(thread, aCompletion("No.")));
    expect(thread.workflowStep).toBe(1);
  });

  test("is finished after its last tool, and starts again when it is reset", () => {
    const thread = workflow(3);
    thread.applyOutput(outputOf(thread, aCallingCompletion(["look_up"])));
    thread.addToolResults(new Map([["call_0", executed("found")]]));
    expect([thread.workflowStep, thread.isWorkflowFinished]).toEqual([4, true]);
    thread.resetWorkflowStep();
    expect([thread.workflowStep, thread.isWorkflowFinished]).toEqual([0, false]);
  });

  test("does not count the calls of other modes", () => {
    const thread = asking("auto_tools");
    thread.applyOutput(
      outputOf(thread, aCallingCompletion(["add"])),
      new Map([["call_0", executed("")]]),
    );
    expect(thread.workflowStep).toBeNull();
  });

  test("takes a valid object for the call that a model cannot be made to make, without tool message (4.4)", () => {
    const thread = workflow(1);
    const output = outputOf(thread, aCompletion('{"x":1}'), unforcingProfile);
    expect(output.warnings).toEqual(["tool_choice_emulated"]);
    expect(output.jsonObject).toMatchObject({ name: "order", toolCallId: null });
    expect(shown(thread.applyOutput(output))).toEqual(["assistant"]);
    expect(thread.workflowStep).toBe(2);
  });

  test("takes an object that is not valid for a failed call, and stays (4.4)", () => {
    const thread = workflow(2);
    const output = outputOf(thread, aCompletion('{"x":1}'), unforcingProfile);
    expect(output.error?.kind).toBe("output_invalid");
    expect(shown(thread.applyOutput(output))).toEqual(["assistant"]);
    expect(thread.workflowStep).toBe(2);
  });

  test("checks the object itself when the output was made without a check", () => {
    const thread = workflow(2);
    const { output } = outputsOf(
      answerTo(thread.toChatRequest(), aCompletion('{"x":1}'), { profile: unforcingProfile }),
      { chatThreadId: thread.ecsId, base: null },
    );
    thread.applyOutput(output);
    expect([output.error, thread.workflowStep]).toEqual([null, 2]);
  });
});
