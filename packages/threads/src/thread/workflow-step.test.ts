import { describe, expect, test } from "@jest/globals";
import {
  aCallingCompletion,
  aCompletion,
  answerTo,
  unforcingProfile,
} from "../../test/an-answer.ts";
import { asking, executed, outputOf, shown } from "../../test/an-asking-thread.ts";
import { outputsOf } from "../output/outputs-of.ts";
import type { ChatThread } from "./chat-thread.ts";

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
