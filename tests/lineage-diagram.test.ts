import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { EntityRegistry } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import { ChatThread, LLMConfig } from "@minference/threads";
import fc from "fast-check";
import { JSDOM } from "jsdom";
import type { Mermaid } from "mermaid";

const { window } = new JSDOM("");
let mermaid: Mermaid;
beforeAll(async () => {
  // Mermaid's sanitiser looks for a page when it is imported
  Object.assign(globalThis, { window });
  mermaid = (await import("mermaid")).default;
});

afterAll(() => {
  Reflect.deleteProperty(globalThis, "window");
  window.close();
});

async function diagramOf(names: readonly string[]): Promise<string> {
  await using storage = await openMemoryStorage();
  const registry = new EntityRegistry({ storage });
  const thread = new ChatThread({ llmConfig: new LLMConfig({ client: "openai", model: "m" }) });
  await registry.register(thread);
  for (const name of names) {
    thread.name = name;
    await registry.register(thread);
  }
  return (await registry.lineage(thread.lineageId)).toMermaid({ fence: "none" });
}

test("a lineage is text that the Mermaid parser takes, whatever the values hold (V36)", async () => {
  const text = fc.string({ unit: "binary", maxLength: 30 }).map((raw) => raw.toWellFormed());
  await fc.assert(
    fc.asyncProperty(fc.array(text), async (names) => {
      const diagram = await diagramOf(["end", 'a"]-->b', "`graph`", "%%{init}%%", ...names]);
      expect((await mermaid.parse(diagram)).diagramType).toContain("flowchart");
    }),
    { numRuns: 30 },
  );
});
