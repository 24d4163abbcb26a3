import { defineEntity, list, ref } from "@minference/ecs";
import type { LLMClient, ToolCall } from "@minference/protocol";
import { z } from "zod";
import { LLMConfig } from "../config/llm-config.ts";
import { SystemPrompt } from "../config/system-prompt.ts";
import { pendingCalls } from "../history/pending-calls.ts";
import { childrenOf, parentOf, siblingsOf } from "../history/relations.ts";
import { ChatMessage } from "../message/chat-message.ts";
import { Usage } from "../output/usage.ts";
import { CallableTool } from "../tool/callable-tool.ts";
import { StructuredTool } from "../tool/structured-tool.ts";
import type { Tool } from "../tool/tool.ts";
import { checkAllNames, checkToolNames } from "./check-tool-names.ts";

/** The fields of a thread and what follows from them; `ChatThread` adds what can be done with it. */
export class ThreadState extends defineEntity(
  "ChatThread",
  {
    /** A label. */
    name: z.string().nullable().default(null),
    systemPrompt: ref(() => SystemPrompt).nullable(),
    /** Messages, oldest first. */
    history: list(() => ChatMessage),
    /** User text that is waiting to be added. */
    newMessage: z.string().nullable().default(null),
    /** Start of the answer in `json_beg`. */
    prefill: z.string().default("Here's the valid JSON object response:```json"),
    /** Text behind the last user message in JSON modes. */
    postfill: z.string().default("\n\nPlease provide your response in JSON format."),
    /** Puts the schema of a structured `forcedOutput` into the system text. */
    useSchemaInstruction: z.boolean().default(false),
    /** False: only the current turn is sent. */
    useHistory: z.boolean().default(true),
    /** The one tool of the modes `tool` and `structured_output`. */
    forcedOutput: ref(() => [StructuredTool, CallableTool]).nullable(),
    llmConfig: ref(() => LLMConfig),
    /** Their names are unique within the thread. */
    tools: list(() => [CallableTool, StructuredTool], { rule: checkToolNames }),
    /** Index of the next tool of a workflow; null counts as 0. */
    workflowStep: z.int().min(0).nullable().default(null),
  },
  { check: checkAllNames },
) {
  /** The newest message, or null. */
  get lastMessage(): ChatMessage | null {
    return this.itemAt("history", -1) ?? null;
  }

  /** What the system is told: the prompt, then an active schema instruction; null when that is nothing. */
  get systemText(): string | null {
    const parts = [this.systemPrompt?.content ?? "", this.schemaInstruction ?? ""];
    const text = parts.filter((part) => part !== "").join("\n");
    return text === "" ? null : text;
  }

  /** The schema instruction that the system text ends in; null when it has none. */
  get schemaInstruction(): string | null {
    const { forcedOutput: forced } = this;
    return this.useSchemaInstruction && forced instanceof StructuredTool
      ? forced.schemaInstruction
      : null;
  }

  /** True when the answer is to be begun for the model, if the model takes that. */
  get usesPrefill(): boolean {
    const { client, reasoner, responseFormat } = this.llmConfig;
    if (responseFormat !== "json_beg") return false;
    return client === "anthropic" ? !reasoner : prefillClients.has(client);
  }

  /** True when `postfill` is put behind the last user message. */
  get usesPostfill(): boolean {
    const { responseFormat } = this.llmConfig;
    const asksForJson = responseFormat === "json_object" || responseFormat === "json_beg";
    return asksForJson && !this.usesPrefill && this.schemaInstruction === null;
  }

  /** The tool of that exact name: of `tools`, else the forced one; null when there is none. */
  getToolByName(name: string): Tool | null {
    const forced = this.forcedOutput?.name === name ? this.forcedOutput : null;
    return this.tools.find((tool) => tool.name === name) ?? forced;
  }

  /** The tools that the mode lets the model call: all, the forced one, the workflow's next one, or none. */
  get offeredTools(): readonly Tool[] {
    const { responseFormat } = this.llmConfig;
    switch (responseFormat) {
      case "auto_tools":
        return this.tools;
      case "tool":
        return this.forcedOutput === null ? [] : [this.forcedOutput];
      case "workflow":
        return this.tools.slice(this.workflowStep ?? 0).slice(0, 1);
      case "text":
      case "json_beg":
      case "json_object":
      case "structured_output":
        return [];
      default:
        return responseFormat satisfies never;
    }
  }

  /**
   * The structured tool that the JSON of an answer is checked against: of `structured_output` and the JSON modes,
   * and of a forced call in whose place a model may give the object (4.4). Null: none.
   */
  get wantedObject(): StructuredTool | null {
    const { responseFormat } = this.llmConfig;
    if (responseFormat === "text" || responseFormat === "auto_tools") return null;
    const isForced = responseFormat === "tool" || responseFormat === "workflow";
    const tool = isForced ? this.offeredTools[0] : this.forcedOutput;
    return tool instanceof StructuredTool ? tool : null;
  }

  /** True when each tool of a workflow has had its turn. */
  get isWorkflowFinished(): boolean {
    const { length } = this.tools;
    return length > 0 && (this.workflowStep ?? 0) >= length;
  }

  /** Calls of the last assistant message that have no result, in order. */
  get pendingToolCalls(): readonly ToolCall[] {
    return pendingCalls(this);
  }

  /** True when a model can answer what is there: a user message, or the results of all calls. */
  get isAwaitingAnswer(): boolean {
    const role = this.lastMessage?.role;
    return role === "user" || (role === "tool" && this.pendingToolCalls.length === 0);
  }

  /** What each assistant message cost, in order; those of unknown cost are left out. */
  get usages(): readonly Usage[] {
    return this.history.map((message) => message.usage).filter((usage) => usage !== null);
  }

  /** The sum of `usages`; null when none is known. */
  get totalUsage(): Usage | null {
    return Usage.sum(this.usages, this.context);
  }

  /** The message that `message` answers in this thread; null for a root, and when it is not in the thread. */
  parentOf(message: ChatMessage): ChatMessage | null {
    return parentOf(this.history, message);
  }

  /** The messages of this thread that answer `message`, in order. */
  childrenOf(message: ChatMessage): readonly ChatMessage[] {
    return childrenOf(this.history, message);
  }

  /** The other messages of this thread that answer what `message` answers, in order; of a root, other roots. */
  siblingsOf(message: ChatMessage): readonly ChatMessage[] {
    return siblingsOf(this.history, message);
  }
}

/** Clients with models that take the beginning of their answer (4.4). */
const prefillClients: ReadonlySet<LLMClient> = new Set(["vllm", "litellm"]);
