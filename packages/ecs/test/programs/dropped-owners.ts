import { EntityRegistry } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import { setImmediate } from "node:timers/promises";
import { Prompt, PromptOwner } from "../support/prompt-owner.ts";

const owners = 20_000;

/** What a round left in the heap, in bytes. */
interface Heap {
  readonly before: number;
  readonly after: number;
}

async function constructedAndDropped(): Promise<Heap> {
  const prompt = new Prompt({ text: "shared" });
  const before = await settledHeap();
  for (let index = 0; index < owners; index += 1) new PromptOwner({ index, prompt });
  const after = await settledHeap();
  return { before: prompt.text === "shared" ? before : 0, after };
}

async function loadedAndDropped(): Promise<Heap> {
  const registry = new EntityRegistry({ storage: await openMemoryStorage() });
  const ids = await storedOwners(registry);
  const before = await settledHeap();
  const prompt = await promptOfLoaded(registry, ids);
  const after = await settledHeap();
  return { before: prompt.text === "shared" ? before : 0, after };
}

async function storedOwners(registry: EntityRegistry): Promise<readonly PromptOwner["ecsId"][]> {
  const prompt = new Prompt({ text: "shared" });
  const made = Array.from({ length: owners }, (_, index) => new PromptOwner({ index, prompt }));
  await registry.registerAll(made);
  return made.map((owner) => owner.ecsId);
}

/** The prompt that all of them share in memory; they themselves are let go. */
async function promptOfLoaded(
  registry: EntityRegistry,
  ids: readonly PromptOwner["ecsId"][],
): Promise<Prompt> {
  const [first] = await registry.getMany(PromptOwner, ids);
  if (first === null || first === undefined) throw new Error("an owner was not loaded");
  return first.prompt;
}

/** Three times: what has ended is told of between two collections, and what that lets go is collected then. */
async function settledHeap(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    await setImmediate();
    globalThis.gc?.();
    await setImmediate();
  }
  return process.memoryUsage().heapUsed;
}

// the first round of each compiles the code that the second is measured with
await constructedAndDropped();
await loadedAndDropped();
const constructed = await constructedAndDropped();
const loaded = await loadedAndDropped();
console.log(JSON.stringify({ owners, constructed, loaded }));
