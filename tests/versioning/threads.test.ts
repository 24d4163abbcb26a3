import { expect, test } from "@jest/globals";
import type { Entity } from "@minference/ecs";
import { lineageOf, type EcsId } from "@minference/protocol";
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
import { backends } from "../backends.ts";
import { aStage } from "./stage.ts";

const aThread = (): ChatThread =>
  new ChatThread({
    systemPrompt: new SystemPrompt({ name: "economist", content: "Answer in one sentence." }),
    llmConfig: new LLMConfig({ client: "openai", model: "gpt-4.1-mini" }),
  });

const contents = (thread: ChatThread): readonly string[] =>
  thread.history.map(({ content }) => content);

test.each(backends)(
  "a message is stored by registering its thread alone, and is there after a reload, on $name (D09, D16, V21)",
  async (backend) => {
    await using stage = await aStage(backend);
    const thread = await stage.registry.register(aThread());
    for (const question of ["first", "second"]) {
      thread.newMessage = question;
      thread.addUserMessage();
      await stage.registry.register(thread);
    }
    const loaded = await (await stage.reopened()).getOrThrow(ChatThread, thread.ecsId);
    expect([contents(loaded), loaded.newMessage]).toEqual([["first", "second"], null]);
    expect(loaded.history.map(({ ecsId }) => ecsId)).toEqual(
      thread.history.map(({ ecsId }) => ecsId),
    );
  },
);

/** Every order of some things. */
function orders<T>(things: readonly T[]): readonly (readonly T[])[] {
  if (things.length < 2) return [things];
  return things.flatMap((first, index) =>
    orders(things.toSpliced(index, 1)).map((rest) => [first, ...rest]),
  );
}

test.each(backends)(
  "a thread with a new prompt, config, tool and message is stored in one call, whatever was made first, on $name (D10, V21, C12)",
  async (backend) => {
    await using stage = await aStage(backend);
    const make = {
      prompt: () => new SystemPrompt({ name: "p", content: "p" }),
      config: () => new LLMConfig({ client: "openai" }),
      tool: () => new CallableTool({ name: "add", inputSchema: {} }),
      message: () => new ChatMessage({ role: "user", content: "hello" }),
    };
    const names = ["prompt", "config", "tool", "message"] as const;
    const all = orders(names);
    for (const order of all) {
      const made = new Map<string, Entity>();
      for (const name of order) made.set(name, make[name]());
      const thread = new ChatThread({
        systemPrompt: part(made.get("prompt"), SystemPrompt),
        llmConfig: part(made.get("config"), LLMConfig),
        tools: [part(made.get("tool"), CallableTool)],
        history: [part(made.get("message"), ChatMessage)],
      });
      await stage.registry.register(thread);
      const loaded = await stage.another().getOrThrow(ChatThread, thread.ecsId);
      expect(loaded.dump()).toEqual(thread.dump());
    }
    expect(stage.batches).toHaveLength(all.length);
    expect(await stage.count()).toBe(5 * all.length);
  },
);

function part<E extends Entity>(entity: Entity | undefined, type: new (...given: never[]) => E): E {
  if (entity instanceof type) return entity;
  throw new Error("it was not made");
}

test.each(backends)(
  "through 50 forks of a thread each version keeps its history, and messages their thread, on $name (D14, V38)",
  async (backend) => {
    await using stage = await aStage(backend);
    const thread = await stage.registry.register(aThread());
    const seen = new Map<EcsId, string>();
    for (let turn = 0; turn < 50; turn += 1) {
      thread.addMessage({ role: turn % 2 === 0 ? "user" : "assistant", content: String(turn) });
      if (turn % 10 === 9)
        thread.replaceAt(
          "history",
          turn - 5,
          thread.history[turn - 5]?.copy({ content: `edit ${turn}` }) ?? failed(),
        );
      await stage.registry.register(thread);
      seen.set(thread.ecsId, historyOf(thread));
    }
    const loaded = await (await stage.reopened()).getMany(ChatThread, [...seen.keys()]);
    expect(loaded.map((each) => each && historyOf(each))).toEqual([...seen.values()]);
  },
);

const historyOf = (thread: ChatThread): string =>
  JSON.stringify(thread.history.map((message) => message.toJSON()));

function failed(): never {
  throw new Error("the history is long enough");
}

test.each(backends)(
  "a branch in which messages are edited, deleted and reordered has its own list and no foreign message, on $name (D15, V25)",
  async (backend) => {
    await using stage = await aStage(backend);
    const thread = aThread();
    for (const content of ["0", "1", "2", "3"]) thread.addMessage({ role: "user", content });
    await stage.registry.register(thread);
    const base = thread.ecsId;
    thread.addMessage({ role: "user", content: "only in main" });
    await stage.registry.register(thread);

    const branch = await stage.another().getOrThrow(ChatThread, base);
    const [zero, one, two, three] = branch.history;
    if (!zero || !one || !two || !three) throw new Error("four messages were stored");
    one.content = "1, edited";
    branch.history = [three, zero, one];
    const registry = stage.another();
    const own = await registry.getOrThrow(ChatThread, base);
    own.history = own.history.toSpliced(2, 1).toReversed();
    const edited = own.history.find(({ content }) => content === "1") ?? failed();
    edited.content = "1, edited";
    await registry.register(own);

    const reader = await stage.reopened();
    expect(contents(await reader.getOrThrow(ChatThread, own.ecsId))).toEqual([
      "3",
      "1, edited",
      "0",
    ]);
    expect(contents(await reader.getOrThrow(ChatThread, base))).toEqual(["0", "1", "2", "3"]);
    expect(contents(await reader.getOrThrow(ChatThread, thread.ecsId))).toEqual([
      "0",
      "1",
      "2",
      "3",
      "only in main",
    ]);
    // all that was ever said is found by walking the lineage
    const versions = await reader.getMany(ChatThread, await reader.getLineageIds(thread.lineageId));
    const said = new Set(
      versions.flatMap((version) => (version === null ? [] : contents(version))),
    );
    expect([...said].sort()).toEqual(["0", "1", "1, edited", "2", "3", "only in main"]);
  },
);

test.each(backends)(
  "each entity can be made of its required fields alone, and has its own defaults after a reload, on $name (D20, G3)",
  async (backend) => {
    await using stage = await aStage(backend);
    const config = new LLMConfig({ client: "anthropic" });
    const thread = new ChatThread({ llmConfig: config });
    const hash = "0".repeat(64);
    const made: readonly Entity[] = [
      thread,
      new ChatMessage({ role: "user", content: "" }),
      new SystemPrompt({ name: "", content: "" }),
      new RequestLimits({ provider: "openai", maxRequestsPerMinute: 1, maxTokensPerMinute: 1 }),
      new CallableTool({ name: "f", inputSchema: {} }),
      new StructuredTool({}),
      new Usage({ model: "m", promptTokens: 1, completionTokens: 1, totalTokens: 2 }),
      new GeneratedJsonObject({ name: "o", object: {} }),
      new RawOutput({
        client: "vllm",
        envelope: {},
        wireAdded: [],
        wireHash: hash,
        requestHash: hash,
        startedAt: new Date(0),
        endedAt: new Date(1),
      }),
      new ProcessedOutput({
        finishReason: "stop",
        timeTakenMs: 0,
        client: "vllm",
        chatThreadId: thread.ecsId,
      }),
    ];
    await stage.registry.registerAll(made);
    const types = [
      LLMConfig,
      ChatThread,
      ChatMessage,
      SystemPrompt,
      RequestLimits,
      CallableTool,
      StructuredTool,
      Usage,
      GeneratedJsonObject,
      RawOutput,
      ProcessedOutput,
    ];
    const registry = await stage.reopened({ types });
    for (const entity of [config, ...made]) {
      const type = types.find(({ entityType }) => entityType === entity.entityType) ?? failed();
      const loaded = await registry.getOrThrow<Entity>(type, entity.ecsId);
      expect(loaded.toJSON()).toEqual(entity.toJSON());
    }
    expect((await registry.getOrThrow(LLMConfig, config.ecsId)).maxTokens).toBe(400);
  },
);

test.each(backends)(
  "ids stay ids: as values of their own, in JSON, and as keys, on $name (D21, G2)",
  async (backend) => {
    await using stage = await aStage(backend);
    const [authorId, toolId] = [lineageOf(aThread().ecsId), aThread().ecsId];
    const call = {
      id: "a",
      name: "f",
      arguments: { of: authorId, [toolId]: [authorId] },
      argumentsText: "{}",
      toolId,
    };
    const message = new ChatMessage({
      role: "assistant",
      content: authorId,
      authorId,
      toolCalls: [call],
    });
    await stage.registry.register(message);
    const loaded = await (await stage.reopened()).getOrThrow(ChatMessage, message.ecsId);
    expect([loaded.authorId, loaded.content, loaded.toolCalls]).toEqual([
      authorId,
      authorId,
      [call],
    ]);
    const snapshot = await stage
      .another()
      .getColdSnapshot(message.ecsId)
      .catch(() => null);
    expect(snapshot).toBeNull(); // that storage is closed
    expect(JSON.parse(JSON.stringify(loaded)).authorId).toBe(authorId);
  },
);

test.each(backends)(
  "instants given in four zones are the same instants after a reload, to the millisecond, on $name (D22, G6)",
  async (backend) => {
    await using stage = await aStage(backend);
    const times = [
      "2026-03-29T02:30:00.123+05:30",
      "2026-11-01T01:30:00.999-04:00",
      "1969-12-31T23:59:59.999Z",
      "2026-10-25T02:30:00.001+01:00",
    ];
    const messages = times.map(
      (time) => new ChatMessage({ role: "user", content: time, timestamp: new Date(time) }),
    );
    await stage.registry.registerAll(messages);
    const registry = await stage.reopened();
    const loaded = await registry.getMany(
      ChatMessage,
      messages.map(({ ecsId }) => ecsId),
    );
    expect(loaded.map((message) => message?.timestamp.getTime())).toEqual(times.map(Date.parse));
    expect(loaded.map((message) => message?.toJSON()["timestamp"])).toEqual([
      "2026-03-28T21:00:00.123Z",
      "2026-11-01T05:30:00.999Z",
      "1969-12-31T23:59:59.999Z",
      "2026-10-25T01:30:00.001Z",
    ]);
    expect(loaded.map((message) => message?.createdAt)).toEqual(
      messages.map(({ createdAt }) => createdAt),
    );
    const where = { timestamp: new Date("2026-03-28T22:00:00.123+01:00") };
    expect(
      (await registry.listByType(ChatMessage, { where })).map(({ content }) => content),
    ).toEqual([times[0]]);
  },
);
