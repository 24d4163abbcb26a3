import { describe, expect, test } from "@jest/globals";
import { CallableRegistry } from "@minference/tools";
import { aCallingCompletion, aCompletion } from "../../test/an-answer.ts";
import { asking, executed, outputOf, right, shown, wrong } from "../../test/an-asking-thread.ts";
import type { ProcessedOutput } from "../output/outputs.ts";
import { CallableTool } from "../tool/callable-tool.ts";
import { StructuredTool } from "../tool/structured-tool.ts";
import type { ChatThread } from "./chat-thread.ts";

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
