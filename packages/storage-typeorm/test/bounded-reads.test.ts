import { expect, test } from "@jest/globals";
import { EntityRegistry } from "@minference/ecs";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { ChatMessage, ChatThread, LLMConfig, SystemPrompt, Usage } from "@minference/threads";
import { openSqliteStorage as openThreadStorage } from "@minference/storage-typeorm/threads";
import { Basket, Drawing, Fruit, mappings, Square } from "./support/sample-entities.ts";
import { tempFolder } from "./support/temp-folder.ts";
import { watchedDriver } from "./support/watched-driver.ts";

function aThread(messages: number): ChatThread {
  return new ChatThread({
    systemPrompt: new SystemPrompt({ name: "brief", content: "Be brief." }),
    llmConfig: new LLMConfig({ client: "openai", model: "m" }),
    history: Array.from({ length: messages }, (_, index) =>
      index % 2 === 0
        ? new ChatMessage({ role: "user", content: `question ${index}` })
        : new ChatMessage({ role: "assistant", content: `answer ${index}`, usage: aUsage() }),
    ),
  });
}

function aUsage(): Usage {
  return new Usage({ model: "m", promptTokens: 1, completionTokens: 2, totalTokens: 3 });
}

test("a thread of 2,000 messages is read in as many statements as one of 10 (D17)", async () => {
  using folder = tempFolder();
  const { driver, statements } = watchedDriver();
  await using storage = await openThreadStorage({ path: folder.file("a.db"), driver });
  const registry = new EntityRegistry({ storage });
  const threads = await registry.registerAll([aThread(10), aThread(2000)]);
  const counts: number[] = [];
  for (const { ecsId, history } of threads) {
    const before = statements();
    const { snapshots } = await storage.readTrees([ecsId]);
    counts.push(statements() - before);
    expect(snapshots.size).toBe(3 + history.length * 1.5);
  }
  expect(counts[1]).toBe(counts[0]);
  expect(counts[0]).toBeLessThanOrEqual(10);
});

test("a turn is written in as many statements at message 2,000 as at message 10 (D18)", async () => {
  using folder = tempFolder();
  const { driver, statements } = watchedDriver();
  await using storage = await openThreadStorage({ path: folder.file("a.db"), driver });
  const registry = new EntityRegistry({ storage });
  const threads = await registry.registerAll([aThread(10), aThread(2000)]);
  const counts: number[] = [];
  for (const thread of threads) {
    const answer = new ChatMessage({ role: "assistant", content: "yes" });
    thread.append("history", new ChatMessage({ role: "user", content: "no?" }), answer);
    const before = statements();
    await registry.register(thread);
    counts.push(statements() - before);
  }
  expect(counts[1]).toBe(counts[0]);
  expect(counts[0]).toBeLessThanOrEqual(12);
});

test("a hundred trees over several tables are read in as many statements as one", async () => {
  using folder = tempFolder();
  const { driver, statements } = watchedDriver();
  await using storage = await openSqliteStorage({ path: folder.file("a.db"), mappings, driver });
  const registry = new EntityRegistry({ storage });
  const baskets = Array.from({ length: 100 }, (_, index) => {
    const fruit = new Fruit({ name: `${index}` });
    return new Basket({
      fruits: [fruit],
      best: fruit,
      byName: { fruit: new Fruit({ name: "x" }) },
    });
  });
  const drawings = baskets.map(({ best }) => {
    const parts = [
      new Square({ label: "s", side: 1, colors: [] }),
      best ?? new Fruit({ name: "" }),
    ];
    return new Drawing({ first: best ?? new Fruit({ name: "" }), parts });
  });
  await registry.registerAll([...baskets, ...drawings]);
  const count = async (roots: readonly { readonly ecsId: (typeof baskets)[0]["ecsId"] }[]) => {
    const before = statements();
    await storage.readTrees(roots.map(({ ecsId }) => ecsId));
    return statements() - before;
  };
  expect(await count(baskets)).toBe(await count(baskets.slice(0, 1)));
  expect(await count(drawings)).toBe(await count(drawings.slice(0, 1)));
});
