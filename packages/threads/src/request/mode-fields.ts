import {
  InvalidRequestError,
  shortId,
  type ChatRequest,
  type NeutralMessage,
} from "@minference/protocol";
import { WorkflowFinishedError } from "../errors/workflow-finished-error.ts";
import type { ThreadState } from "../state/thread-state.ts";
import { StructuredTool } from "../tool/structured-tool.ts";

/** What of a request the response format decides. */
type ModeFields = Pick<ChatRequest, "toolChoice" | "output" | "prefill" | "postfill">;

const plain: ModeFields = {
  toolChoice: { kind: "none" },
  output: { kind: "text" },
  prefill: null,
  postfill: null,
};

/**
 * The tool choice and output of a thread's mode (spec 4.1–4.3), for a request with these messages.
 *
 * @throws {InvalidRequestError} the mode needs a tool or a schema that the thread has not.
 * @throws {WorkflowFinishedError} each tool of the workflow has had its turn.
 */
export function modeFields(thread: ThreadState, messages: readonly NeutralMessage[]): ModeFields {
  const { responseFormat } = thread.llmConfig;
  switch (responseFormat) {
    case "text":
      return plain;
    case "json_beg":
      return { ...jsonFields(thread), prefill: thread.prefill };
    case "json_object":
      return jsonObjectFields(thread, messages);
    case "structured_output":
      return { ...plain, output: schemaOutput(thread) };
    case "tool":
      return { ...plain, toolChoice: { kind: "tool", name: forcedName(thread) } };
    case "auto_tools":
      return { ...plain, toolChoice: { kind: "auto", names: offeredNames(thread) } };
    case "workflow":
      return { ...plain, toolChoice: { kind: "tool", name: nextName(thread) } };
    default:
      return responseFormat satisfies never;
  }
}

/** The postfill gives way to a schema instruction, which says as much (spec 3.4). */
function jsonFields({ schemaInstruction, postfill }: ThreadState): ModeFields {
  return {
    ...plain,
    output: { kind: "json" },
    postfill: schemaInstruction === null ? postfill : null,
  };
}

/** Providers take `json_object` only where the word JSON is in what they are sent (spec 3.4). */
function jsonObjectFields(thread: ThreadState, messages: readonly NeutralMessage[]): ModeFields {
  const fields = jsonFields(thread);
  if (fields.postfill !== null) return fields;
  const texts = [thread.systemText ?? "", ...messages.map(({ content }) => content)];
  return texts.some((text) => /json/i.test(text))
    ? fields
    : { ...fields, postfill: thread.postfill };
}

function schemaOutput(thread: ThreadState): ChatRequest["output"] {
  const { forcedOutput: forced } = thread;
  if (!(forced instanceof StructuredTool)) {
    throw lacking(thread, "forcedOutput", "the StructuredTool whose schema the answer is to have");
  }
  const { jsonSchema: schema, name, description, strictSchema: strict } = forced;
  if (Object.keys(schema).length === 0) {
    throw lacking(thread, "forcedOutput.jsonSchema", "a schema with something in it");
  }
  return { kind: "schema", schema, name, description, strict };
}

function forcedName(thread: ThreadState): string {
  const { forcedOutput: forced } = thread;
  if (forced === null) throw lacking(thread, "forcedOutput", "the tool that is to be called");
  return forced.name;
}

function offeredNames(thread: ThreadState): readonly string[] {
  const { tools } = thread;
  if (tools.length === 0) throw lacking(thread, "tools", "one tool at least");
  return tools.map(({ name }) => name);
}

function nextName(thread: ThreadState): string {
  const { length } = offeredNames(thread);
  const step = thread.workflowStep ?? 0;
  if (step > length) throw lacking(thread, "workflowStep", `a step of 0 to ${length}`);
  const [next] = thread.offeredTools;
  if (next === undefined) throw new WorkflowFinishedError(thread);
  return next.name;
}

function lacking(thread: ThreadState, path: string, wanted: string): InvalidRequestError {
  const { ecsId, lineageId, llmConfig } = thread;
  const { responseFormat } = llmConfig;
  return new InvalidRequestError({
    problem: `The response format ${responseFormat} of ChatThread …${shortId(ecsId)} needs ${wanted}`,
    remedy: `Set ${path}, or another LLMConfig.responseFormat`,
    entityType: "ChatThread",
    ecsId,
    lineageId,
    path,
  });
}
