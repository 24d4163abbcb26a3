import type { Entity } from "@minference/ecs";
import type { EcsId } from "@minference/protocol";
import {
  CallableTool,
  ChatMessage,
  ChatThread,
  GeneratedJsonObject,
  LLMConfig,
  ProcessedOutput,
  RawOutput,
  RequestLimits,
  StructuredTool,
  SystemPrompt,
  Usage,
} from "@minference/threads";

/** One set of entities, all of them new, in which no field of any type is left at its default. */
export interface EveryField {
  /** Reaches both tools, the prompt, the config, its messages and their usage. */
  readonly thread: ChatThread;
  /** Reaches a raw output, a usage and a JSON object. */
  readonly output: ProcessedOutput;
  readonly limits: RequestLimits;
  /** At least one entity of each type; of messages one of each role, since fields go with roles. */
  readonly all: readonly Entity[];
}

/** Texts that a careless column loses: quotes, characters beyond 16 bits, line ends, leading space. */
const hardText = ' "it\'s" \\ \u{1f600} é e\u0301 \r\n\t\u2028 end ';
const schema = { type: "object", properties: { b: { type: "string" }, a: { const: null } } };
const hash = "0123456789abcdef".repeat(4);

/** Every field of every entity of threads, set to a value that is not its default. */
export function everyFieldSet(): EveryField {
  const tools = { callable: aCallableTool(), structured: aStructuredTool() };
  const usage = aUsage();
  const first = new ChatMessage({ role: "system", content: hardText });
  const raw = aRawOutput(first.ecsId);
  const output = anOutput({ raw, usage, chatThreadId: first.ecsId });
  const messages = someMessages({ first, usage, output, tools });
  const thread = new ChatThread({
    name: hardText,
    systemPrompt: new SystemPrompt({ name: "economist", content: hardText }),
    history: messages,
    newMessage: "and now?",
    prefill: "Here: ",
    postfill: "\n\nJSON, please.",
    useSchemaInstruction: true,
    useHistory: false,
    forcedOutput: tools.structured,
    llmConfig: aConfig(),
    tools: [tools.callable, tools.structured],
    workflowStep: 1,
  });
  const limits = someLimits();
  const all = [thread, output, limits].flatMap((root) => [root, ...root.subEntities()]);
  return { thread, output, limits, all };
}

interface Tools {
  readonly callable: CallableTool;
  readonly structured: StructuredTool;
}

function aCallableTool(): CallableTool {
  return new CallableTool({
    name: "add",
    description: hardText,
    strictSchema: false,
    inputSchema: schema,
    outputSchema: { type: "number" },
    callableKind: "source",
    callableText: "(a, b) => a + b",
    callableHash: hash,
  });
}

function aStructuredTool(): StructuredTool {
  return new StructuredTool({
    name: "report",
    description: "A report",
    strictSchema: false,
    jsonSchema: schema,
    instructionString: "Follow:",
    postValidateSchema: false,
  });
}

function aConfig(): LLMConfig {
  return new LLMConfig({
    client: "vllm",
    model: "llama-4",
    maxTokens: 123,
    temperature: 0.7,
    responseFormat: "json_beg",
    useCache: false,
    reasoner: true,
    reasoningEffort: "xhigh",
    endpoint: "left",
    extraBody: { top_p: 0.9, stop: ["\n"], nested: { z: 1, a: null } },
  });
}

function someLimits(): RequestLimits {
  return new RequestLimits({
    provider: "anthropic",
    maxRequestsPerMinute: 50.5,
    maxTokensPerMinute: 40_000,
    maxInputTokensPerMinute: 30_000,
    maxOutputTokensPerMinute: 10_000,
    maxConcurrent: 7,
  });
}

function aUsage(): Usage {
  return new Usage({
    model: "llama-4",
    promptTokens: 1,
    completionTokens: 2,
    totalTokens: 3,
    cacheCreationInputTokens: 4,
    cacheReadInputTokens: 5,
    acceptedPredictionTokens: 6,
    audioTokens: 7,
    reasoningTokens: 8,
    rejectedPredictionTokens: 9,
    cachedTokens: 10,
    cost: 0.000125,
  });
}

function aRawOutput(chatThreadId: EcsId): RawOutput {
  const base = new SystemPrompt({ name: "", content: "" }).ecsId;
  return new RawOutput({
    client: "openrouter",
    envelope: {
      api: "chat",
      body: { model: "llama-4", max_tokens: 123 },
      patches: {},
      output: { kind: "text" },
      warnings: [],
      failure: null,
    },
    wireBaseId: base,
    wireKeep: 2,
    wireAdded: [{ role: "user", content: hardText }],
    wireHash: hash,
    requestHash: hash,
    rawResult: { choices: [{ message: { content: hardText } }], numbers: [1e21, -0.5, 1e-7] },
    startedAt: new Date("2026-11-24T10:00:00.001Z"),
    endedAt: new Date("2026-11-24T10:00:01.235Z"),
    attempts: 3,
    httpStatus: 200,
    providerRequestId: "req_1",
    chatThreadId,
  });
}

function anOutput(parts: {
  readonly raw: RawOutput;
  readonly usage: Usage;
  readonly chatThreadId: EcsId;
}): ProcessedOutput {
  return new ProcessedOutput({
    content: hardText,
    reasoning: "because",
    jsonObjects: [new GeneratedJsonObject({ name: "report", object: { a: [1] }, toolCallId: "a" })],
    usage: parts.usage,
    error: {
      code: "truncated",
      kind: "truncated",
      message: hardText,
      retryable: true,
      httpStatus: 200,
      providerRequestId: "req_1",
    },
    finishReason: "length",
    warnings: ["temperature_omitted"],
    timeTakenMs: 1234.5,
    client: "openrouter",
    rawOutput: parts.raw,
    chatThreadId: parts.chatThreadId,
  });
}

function someMessages(parts: {
  readonly first: ChatMessage;
  readonly usage: Usage;
  readonly output: ProcessedOutput;
  readonly tools: Tools;
}): readonly ChatMessage[] {
  const { first, usage, output, tools } = parts;
  const said = {
    timestamp: new Date("2001-02-03T04:05:06.789Z"),
    authorId: "0f0e0d0c-0b0a-4908-8706-050403020100",
    chatThreadId: first.ecsId,
    parentMessageId: first.ecsId,
  };
  return [
    first,
    new ChatMessage({ ...said, role: "user", content: "" }),
    new ChatMessage({
      ...said,
      role: "assistant",
      content: hardText,
      toolCalls: [
        {
          id: "a",
          name: "add",
          arguments: { b: "x", a: null },
          argumentsText: hardText,
          toolId: tools.callable.ecsId,
        },
        { id: "b", name: "none", arguments: null, argumentsText: "{", toolId: null },
      ],
      usage,
      reasoning: "because",
      replay: {
        client: "openrouter",
        model: "llama-4",
        contextHash: hash,
        suffix: "\nJSON",
        blocks: [{ type: "thinking", signature: "s" }, null, 1],
      },
      outputId: output.ecsId,
      client: "openrouter",
      model: "llama-4",
    }),
    new ChatMessage({
      ...said,
      role: "tool",
      content: '{"status":"validated"}',
      toolCallId: "a",
      toolName: "report",
      toolId: tools.structured.ecsId,
      toolType: "structured",
      toolStatus: "validated",
      toolJsonSchema: schema,
    }),
  ];
}
