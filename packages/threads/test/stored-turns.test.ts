import { describe, expect, test } from "@jest/globals";
import { EntityRegistry } from "@minference/ecs";
import { CorruptError, type JsonObject, type JsonValue } from "@minference/protocol";
import { openMemoryStorage } from "@minference/storage-memory";
import { bodyText } from "@minference/wire";
import { LLMConfig } from "../src/config/llm-config.ts";
import { SystemPrompt } from "../src/config/system-prompt.ts";
import { ChatMessage } from "../src/message/chat-message.ts";
import { outputsOf, type TurnOutputs } from "../src/output/outputs-of.ts";
import { ProcessedOutput, RawOutput } from "../src/output/outputs.ts";
import { provenance } from "../src/reading/provenance.ts";
import { requestOf } from "../src/reading/request-of.ts";
import { WireBases } from "../src/reading/wire-bases.ts";
import { ChatThread } from "../src/thread/chat-thread.ts";
import { aCompletion, answerTo } from "./an-answer.ts";
import { aThread } from "./a-thread.ts";

/** One process: its registry over a storage, and the bases that it keeps. */
class Process {
  readonly registry: EntityRegistry;
  readonly #bases: WireBases;

  constructor(storage: Awaited<ReturnType<typeof openMemoryStorage>>) {
    this.registry = new EntityRegistry({ storage });
    this.#bases = new WireBases(this.registry);
  }

  /** Asks and answers once with two commits; also the text that went out. No question: asks what waits. */
  async turn(thread: ChatThread, question: string | null): Promise<Turn> {
    const turn = await this.#ask(thread, question, aCompletion(`Answer to ${question ?? "it"}`));
    thread.applyOutput(turn.output);
    await this.registry.registerAll([thread, turn.output]);
    this.#bases.keep(thread, turn.base);
    return turn;
  }

  /** Asks once; the provider is down. */
  async failedTurn(thread: ChatThread, question: string): Promise<Turn> {
    const turn = await this.#ask(thread, question, { error: { message: "down" } });
    thread.applyOutput(turn.output);
    await this.registry.registerAll([thread, turn.output]);
    this.#bases.keep(thread, turn.base);
    return turn;
  }

  async reload(thread: ChatThread): Promise<ChatThread> {
    return this.registry.getOrThrow(ChatThread, thread.ecsId);
  }

  async #ask(thread: ChatThread, question: string | null, answer: JsonObject): Promise<Turn> {
    thread.newMessage = question;
    const request = thread.toChatRequest();
    thread.addUserMessage();
    await this.registry.register(thread);
    const base = await this.#bases.of(thread);
    const result = answerTo(request, answer, { httpStatus: "error" in answer ? 503 : 200 });
    const outputs = outputsOf(result, { chatThreadId: thread.ecsId, base });
    return { ...outputs, text: bodyText(result.sent.envelope, result.sent.messages) };
  }
}

interface Turn extends TurnOutputs {
  /** What went out. */
  readonly text: string;
}

async function aProcess(): Promise<Process> {
  return new Process(await openMemoryStorage());
}

test("a turn is two versions of the thread, and its output names the one that was sent (N2, N3)", async () => {
  const process = await aProcess();
  const { registry } = process;
  const thread = aThread();
  const { output } = await process.turn(thread, "Why?");
  const ids = await registry.getLineageIds(thread.lineageId);
  expect(ids).toEqual([output.askedVersionId, thread.ecsId]);
  const asked = await registry.getOrThrow(ChatThread, output.askedVersionId);
  expect(asked.history.map(({ content }) => content)).toEqual(["Why?"]);
  expect(asked.lastMessage?.role).toBe("user");
});

test("a turn stores what it adds to the request, at any length of the history (C126)", async () => {
  const process = await aProcess();
  const thread = aThread({ turns: 200 });
  await process.turn(thread, "first");
  for (const question of ["second", "third"]) {
    const { raw } = await process.turn(thread, question);
    expect(raw.wireAdded).toHaveLength(2);
    expect(raw.wireBaseId).not.toBeNull();
  }
});

test("the base of a loaded thread is read from its last answer (1.7)", async () => {
  const storage = await openMemoryStorage();
  const first = new Process(storage);
  const thread = aThread();
  const before = await first.turn(thread, "one");
  const second = new Process(storage);
  const loaded = await second.reload(thread);
  const { raw } = await second.turn(loaded, "two");
  expect(raw.wireBaseId).toBe(before.raw.ecsId);
  expect(raw.wireKeep).toBe(2);
  expect(raw.wireAdded).toEqual([
    { role: "assistant", content: "Answer to one" },
    { role: "user", content: "two" },
  ]);
});

describe("requestOf (C126)", () => {
  test("rebuilds the very bytes that each turn sent, also behind a reload", async () => {
    const process = await aProcess();
    const thread = aThread();
    const texts: string[] = [];
    for (const question of ["one", "two", "three", "four"]) {
      texts.push((await process.turn(thread, question)).text);
    }
    const loaded = await process.reload(thread);
    const rebuilt: string[] = [];
    for (const { outputId } of loaded.history) {
      if (outputId === null) continue;
      const { rawOutput } = await process.registry.getOrThrow(ProcessedOutput, outputId);
      if (rawOutput) rebuilt.push(JSON.stringify(await requestOf(process.registry, rawOutput)));
    }
    expect(rebuilt).toEqual(texts);
  });

  test("rebuilds a branch from the turn that it left, and a changed prompt from nothing", async () => {
    const process = await aProcess();
    const thread = aThread();
    const first = await process.turn(thread, "one");
    await process.turn(thread, "two");
    const third = thread.history[2];
    if (!third) throw new Error("two turns are four messages");
    thread.branchAt(third);
    const branch = await process.turn(thread, "another two");
    expect(branch.raw.wireBaseId).toBe(first.raw.ecsId);
    expect(JSON.stringify(await requestOf(process.registry, branch.raw))).toBe(branch.text);
    thread.systemPrompt = new SystemPrompt({ name: "poet", content: "Answer in rhyme." });
    const changed = await process.turn(thread, "three");
    expect(changed.raw).toMatchObject({ wireBaseId: null, wireKeep: 0 });
    expect(JSON.stringify(await requestOf(process.registry, changed.raw))).toBe(changed.text);
  });

  test("proves what it rebuilds: another hash, a missing link or a cycle is corrupt", async () => {
    const process = await aProcess();
    const thread = aThread();
    await process.turn(thread, "one");
    const { raw } = await process.turn(thread, "two");
    const stranger = new ChatMessage({ role: "user", content: "x" });
    const rebuild = (changes: Parameters<RawOutput["copy"]>[0]): Promise<JsonValue> =>
      requestOf(process.registry, raw.copy(changes));
    await expect(rebuild({ requestHash: "0".repeat(64) })).rejects.toThrow(CorruptError);
    await expect(rebuild({ wireBaseId: stranger.ecsId })).rejects.toThrow(/not stored/);
    await expect(rebuild({ wireBaseId: null })).rejects.toThrow(/not stored/);
    await expect(rebuild({ wireKeep: 9 })).rejects.toThrow(/more messages/);
    await expect(rebuild({ wireBaseId: raw.ecsId, wireAdded: [] })).rejects.toThrow(CorruptError);
  });
});

test("a message leads to the exact prompt, config and thread that it was asked with (C128)", async () => {
  const process = await aProcess();
  const thread = aThread();
  const { output } = await process.turn(thread, "one");
  const promptId = thread.systemPrompt?.ecsId;
  const configId = thread.llmConfig.ecsId;
  if (thread.systemPrompt) thread.systemPrompt.content = "Answer in rhyme.";
  thread.llmConfig.temperature = 1;
  await process.turn(thread, "two");
  const [question, answer] = thread.history;
  if (!question || !answer) throw new Error("two turns are four messages");
  const origin = await provenance(process.registry, answer);
  expect(origin?.output.ecsId).toBe(output.ecsId);
  expect(origin?.rawOutput?.rawResult).toEqual(aCompletion("Answer to one"));
  expect(origin?.thread.ecsId).toBe(output.askedVersionId);
  expect(origin?.systemPrompt?.ecsId).toBe(promptId);
  expect(origin?.systemPrompt?.content).toBe("Answer in one sentence.");
  expect(origin?.llmConfig.ecsId).toBe(configId);
  expect(await provenance(process.registry, question)).toBeNull();
});

test("a stored output is read again with the same outcome (6)", async () => {
  const process = await aProcess();
  const { raw } = await process.turn(aThread(), "one");
  const loaded = await process.registry.getOrThrow(RawOutput, raw.ecsId);
  expect(loaded.toProcessedOutput().dump()).toEqual(raw.toProcessedOutput().dump());
});

test("a config that its client refuses loads, and so does the thread that has it (4.2)", async () => {
  const process = await aProcess();
  const thread = aThread();
  thread.llmConfig = new LLMConfig({ client: "anthropic" });
  thread.llmConfig.responseFormat = "json_object";
  await process.registry.register(thread);
  expect((await process.reload(thread)).llmConfig.responseFormat).toBe("json_object");
});

test("a loaded thread goes on: new messages take its clock, and lists are those that were stored", async () => {
  const process = await aProcess();
  const thread = aThread({ turns: 3 });
  await process.registry.register(thread);
  const loaded = await process.reload(thread);
  expect(loaded.isModified).toBe(false);
  expect(loaded.history.map((message) => message.toChatMl())).toEqual(
    thread.history.map((message) => message.toChatMl()),
  );
  loaded.newMessage = "more";
  expect(loaded.addUserMessage()?.parentMessageId).toBe(thread.lastMessage?.ecsId);
});

test("a parent that was corrected and stored is still the parent (3.1)", async () => {
  const process = await aProcess();
  const thread = aThread({ turns: 2 });
  await process.registry.register(thread);
  const [, answer, question] = thread.history;
  if (!answer || !question) throw new Error("two turns are four messages");
  answer.content = "a better answer";
  await process.registry.register(thread);
  expect(question.parentMessageId).not.toBe(answer.ecsId);
  expect(thread.parentOf(question)).toBe(answer);
  expect(thread.childrenOf(answer)).toEqual([question]);
});

test("a turn added to 10,000 messages stores the thread and what is new, and none of the others (C39)", async () => {
  const { registry } = await aProcess();
  const thread = aThread({ turns: 5000 });
  await registry.register(thread);
  const [first] = thread.history;
  thread.addMessage({ role: "user", content: "more" });
  thread.addMessage({ role: "assistant", content: "no" });
  await registry.register(thread);
  const added = thread.history.slice(-2).map(({ ecsId }) => ecsId);
  expect(new Set(registry.receipt(thread)?.versions)).toEqual(new Set([thread.ecsId, ...added]));
  expect(thread.history[0]).toBe(first);
  const loaded = await registry.getOrThrow(ChatThread, thread.ecsId);
  expect(loaded.history).toHaveLength(10_002);
});

test("a turn without an answer stores its outputs and no message, and can be run again (N9)", async () => {
  const process = await aProcess();
  const thread = aThread();
  const first = await process.turn(thread, "one");
  const failed = await process.failedTurn(thread, "two");
  expect(thread.ecsId).toBe(failed.output.askedVersionId);
  expect(thread.history.map(({ content }) => content)).toEqual(["one", "Answer to one", "two"]);
  const stored = await process.registry.getOrThrow(ProcessedOutput, failed.output.ecsId);
  expect(stored.error?.kind).toBe("server");
  expect(failed.raw.wireBaseId).toBe(first.raw.ecsId);
  const again = await process.turn(thread, null);
  expect(again.raw.wireBaseId).toBe(first.raw.ecsId);
  expect(JSON.stringify(await requestOf(process.registry, again.raw))).toBe(again.text);
});
