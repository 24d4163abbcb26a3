import {
  createAnthropicClient,
  createClients,
  createOpenAIClient,
  type Clients,
} from "@minference/clients";
import {
  startFakeProvider,
  type FakeProvider,
  type InProcessSettings,
} from "@minference/clients/testing";
import { EntityRegistry } from "@minference/ecs";
import { InferenceOrchestrator, type OrchestratorOptions } from "@minference/orchestrator";
import { openMemoryStorage } from "@minference/storage-memory";
import { ChatThread, LLMConfig, SystemPrompt } from "@minference/threads";
import {
  countingStorage,
  type CommitHook,
  type CountingStorage,
  type Storage,
} from "./counting-storage.ts";

/** A provider, a storage, and an orchestrator between them. */
export interface World extends AsyncDisposable {
  readonly provider: FakeProvider;
  readonly clients: Clients;
  readonly storage: CountingStorage;
  /** What lies behind it, as another process finds it. */
  readonly inner: Storage;
  readonly registry: EntityRegistry;
  readonly orchestrator: InferenceOrchestrator;
}

/** What a world may be given beside the defaults. */
export interface WorldSettings {
  readonly provider?: InProcessSettings;
  readonly options?: Omit<OrchestratorOptions, "registry" | "clients">;
  readonly onCommit?: CommitHook;
  readonly contextLength?: number;
  /** Clients that there are: that of OpenAI alone when absent. */
  readonly wires?: "both";
}

/** A world with a fake provider over real HTTP and a storage in memory that counts what is committed. */
export async function aWorld(settings: WorldSettings = {}): Promise<World> {
  const { contextLength, onCommit, wires } = settings;
  const provider = await startFakeProvider(settings.provider);
  const server = { apiKey: "sk-test", baseURL: provider.url };
  const openai = createOpenAIClient({
    ...server,
    ...(contextLength !== undefined && { contextLength }),
  });
  const clients = createClients({
    openai,
    ...(wires === "both" && { anthropic: createAnthropicClient(server) }),
  });
  const inner = await openMemoryStorage();
  const storage = countingStorage(inner, onCommit);
  const registry = new EntityRegistry({ storage: storage.storage });
  const orchestrator = new InferenceOrchestrator({ registry, clients, ...settings.options });
  const dispose = async (): Promise<void> => {
    await clients.close();
    await provider.close();
  };
  return {
    provider,
    clients,
    storage,
    inner,
    registry,
    orchestrator,
    [Symbol.asyncDispose]: dispose,
  };
}

/** A thread with a question. */
export function aThread(
  fields: Partial<ConstructorParameters<typeof ChatThread>[0]> = {},
): ChatThread {
  return new ChatThread({
    systemPrompt: new SystemPrompt({ name: "economist", content: "Answer in one sentence." }),
    llmConfig: new LLMConfig({ client: "openai", model: "gpt-4.1-mini", maxTokens: 200 }),
    newMessage: "Why do prices fall when supply grows?",
    ...fields,
  });
}
