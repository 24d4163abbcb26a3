import { describe, expect, test } from "@jest/globals";
import { llmClients, responseFormats, type LLMClient } from "@minference/protocol";
import { aThread } from "../../test/a-thread.ts";
import { ConfigError } from "../errors/config-error.ts";
import { WorkflowFinishedError } from "../errors/workflow-finished-error.ts";
import type { ChatThread } from "../thread/chat-thread.ts";
import { CallableTool } from "../tool/callable-tool.ts";
import { StructuredTool } from "../tool/structured-tool.ts";

type Format = ChatThread["llmConfig"]["responseFormat"];

const jsonSchema = { type: "object", properties: { price: { type: "number" } } };

/** A thread that asks in a mode, with the tools `add` and `report`, and `order` forced. */
function asking(responseFormat: Format, client: LLMClient = "openai"): ChatThread {
  const thread = aThread({ newMessage: "hi" });
  thread.llmConfig.client = client;
  thread.llmConfig.responseFormat = responseFormat;
  thread.tools = [
    new CallableTool({ name: "add", inputSchema: { type: "object" } }),
    new StructuredTool({ name: "report", jsonSchema }),
  ];
  thread.forcedOutput = new StructuredTool({ name: "order", description: "An order", jsonSchema });
  return thread;
}

/** What the mode of a thread decides of its request. */
function modeOf(thread: ChatThread): object {
  const { toolChoice, output, prefill, postfill } = thread.toChatRequest();
  return { toolChoice, output, prefill, postfill };
}

const none = { kind: "none" };
const text = { kind: "text" };
const noFills = { prefill: null, postfill: null };

describe("what each mode asks for (4.1, 4.3)", () => {
  test.each<[Format, object]>([
    ["text", { toolChoice: none, output: text, ...noFills }],
    ["tool", { toolChoice: { kind: "tool", name: "order" }, output: text, ...noFills }],
    [
      "auto_tools",
      { toolChoice: { kind: "auto", names: ["add", "report"] }, output: text, ...noFills },
    ],
    ["workflow", { toolChoice: { kind: "tool", name: "add" }, output: text, ...noFills }],
    [
      "structured_output",
      {
        toolChoice: none,
        output: {
          kind: "schema",
          schema: jsonSchema,
          name: "order",
          description: "An order",
          strict: true,
        },
        ...noFills,
      },
    ],
    [
      "json_beg",
      {
        toolChoice: none,
        output: { kind: "json" },
        prefill: "Here's the valid JSON object response:```json",
        postfill: "\n\nPlease provide your response in JSON format.",
      },
    ],
    [
      "json_object",
      {
        toolChoice: none,
        output: { kind: "json" },
        prefill: null,
        postfill: "\n\nPlease provide your response in JSON format.",
      },
    ],
  ])("%s", (format, mode) => {
    expect(modeOf(asking(format))).toEqual(mode);
  });

  test.each(responseFormats)("%s brings the whole list of tools, the forced one last", (format) => {
    const names = asking(format)
      .toChatRequest()
      .tools.map(({ name }) => name);
    expect(names).toEqual(["add", "report", "order"]);
  });
});

describe("a JSON mode with an active schema instruction", () => {
  test.each<Format>(["json_beg", "json_object"])("has no postfill in %s (3.4)", (format) => {
    const thread = asking(format);
    thread.useSchemaInstruction = true;
    expect(thread.toChatRequest().postfill).toBeNull();
  });

  test("has the postfill in json_object as long as nothing else says JSON (3.4)", () => {
    const thread = asking("json_object");
    thread.useSchemaInstruction = true;
    if (thread.forcedOutput instanceof StructuredTool) {
      thread.forcedOutput.instructionString = "Follow:";
    }
    expect(thread.toChatRequest().postfill).toBe(thread.postfill);
    thread.newMessage = "In json, please.";
    expect(thread.toChatRequest().postfill).toBeNull();
  });
});

describe("a mode without what it needs is refused before anything is sent (4.2)", () => {
  test.each<[Format, string, (thread: ChatThread) => void]>([
    ["tool", "forcedOutput", (thread) => (thread.forcedOutput = null)],
    ["structured_output", "forcedOutput", (thread) => (thread.forcedOutput = null)],
    [
      "structured_output",
      "forcedOutput",
      (thread) => (thread.forcedOutput = new CallableTool({ name: "sub", inputSchema: {} })),
    ],
    [
      "structured_output",
      "forcedOutput.jsonSchema",
      (thread) => (thread.forcedOutput = new StructuredTool({})),
    ],
    ["auto_tools", "tools", (thread) => (thread.tools = [])],
    ["workflow", "tools", (thread) => (thread.tools = [])],
    ["workflow", "workflowStep", (thread) => (thread.workflowStep = 3)],
  ])("%s wants another %s", (format, path, change) => {
    const thread = asking(format);
    change(thread);
    expect(() => thread.toChatRequest()).toThrow(
      expect.objectContaining({ kind: "invalid_request", path, ecsId: thread.ecsId }),
    );
  });

  test.each(llmClients.flatMap((client) => responseFormats.map((format) => [client, format])))(
    "%s with %s is asked, or a ConfigError that names what to use instead",
    (client, format) => {
      const thread = asking("text");
      Object.assign(thread.llmConfig, { client, responseFormat: format });
      const isRefused =
        format === "json_object" && ["anthropic", "vllm", "litellm"].includes(client);
      if (!isRefused) {
        expect(thread.toChatRequest().client).toBe(client);
        return;
      }
      expect(() => thread.toChatRequest()).toThrow(ConfigError);
      expect(() => thread.toChatRequest()).toThrow("to structured_output or json_beg");
    },
  );
});

describe("a workflow (3.5)", () => {
  test("asks for the tool of its step, and nothing once it is finished (C64)", () => {
    const thread = asking("workflow");
    thread.workflowStep = 1;
    expect(thread.toChatRequest().toolChoice).toEqual({ kind: "tool", name: "report" });
    thread.workflowStep = 2;
    expect(thread.isWorkflowFinished).toBe(true);
    expect(() => thread.toChatRequest()).toThrow(WorkflowFinishedError);
    thread.resetWorkflowStep();
    expect(thread.toChatRequest().toolChoice).toEqual({ kind: "tool", name: "add" });
  });
});
