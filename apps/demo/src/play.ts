import type { Environment } from "@minference/clients";
import { EntityRegistry } from "@minference/ecs";
import { InferenceOrchestrator } from "@minference/orchestrator";
import { isMinferenceError } from "@minference/protocol";
import type { EntityStorage } from "@minference/storage";
import { runChats } from "./chats/run-chats.ts";
import type { Command, RunSettings } from "./cli/command.ts";
import { exitCode, type ExitCode } from "./cli/exit-code.ts";
import { helpText } from "./cli/help-text.ts";
import type { Streams } from "./cli/streams.ts";
import { compareInProcess } from "./compare/compare-in-process.ts";
import { compareVersions } from "./compare/compare-versions.ts";
import { readFileLines } from "./jsonl/file-lines.ts";
import { openResultSink } from "./jsonl/result-sink.ts";
import { runJsonl } from "./jsonl/run-jsonl.ts";
import { openBuiltIn, openLive } from "./provider/open-provider.ts";
import type { Provider } from "./provider/provider.ts";
import type { Session } from "./session.ts";
import { openStorage } from "./storage/open-storage.ts";

/** What a command runs in. */
export interface Surroundings {
  readonly env: Environment;
  readonly streams: Streams;
  readonly signal: AbortSignal;
}

/**
 * Does what the command line asks for.
 *
 * @throws {MinferenceError} arguments, key, URL or database are wrong: nothing ran.
 */
export async function play(command: Command, surroundings: Surroundings): Promise<ExitCode> {
  switch (command.kind) {
    case "help":
      surroundings.streams.print(helpText);
      return exitCode.done;
    case "chats": {
      const code = await inSession(command.settings, surroundings, runChats);
      return code === exitCode.done ? compareInProcess(command.settings.storage) : code;
    }
    case "jsonl": {
      const { file, out, settings } = command;
      const lines = await readFileLines(file);
      const results = await openResultSink(out, file, surroundings.streams);
      return inSession(settings, surroundings, (session) => runJsonl(session, { lines, results }));
    }
    case "compare":
      return compareVersions(command.storage, command.list, surroundings.streams);
    default:
      return command satisfies never;
  }
}

type Scene = (session: Session) => Promise<ExitCode>;

/** All that can be refused is asked before the first that leaves something behind: key, URL, database, server. */
async function inSession(
  settings: RunSettings,
  surroundings: Surroundings,
  scene: Scene,
): Promise<ExitCode> {
  const live = await openLive(surroundings.env, settings);
  await using storage = await openStorage(settings.storage);
  const provider = live ?? (await openBuiltIn(settings));
  try {
    return await playScene(scene, { settings, storage, provider }, surroundings);
  } finally {
    await provider.close();
  }
}

async function playScene(
  scene: Scene,
  { settings, storage, provider }: SceneParts,
  { streams, signal }: Surroundings,
): Promise<ExitCode> {
  const { clients, description, limits, model } = provider;
  streams.note(`answers come from ${description}`);
  const registry = new EntityRegistry({ storage, actor: "demo" });
  const orchestrator = new InferenceOrchestrator({
    registry,
    clients,
    concurrency: settings.concurrency,
    ...(limits !== null && { limits: [limits] }),
  });
  try {
    return await scene({ registry, orchestrator, model, settings, streams, signal });
  } catch (error) {
    if (!isMinferenceError(error) || error.kind === "auth") throw error;
    streams.note(`${error.code}: ${error.message}`);
    return exitCode.failed;
  }
}

interface SceneParts {
  readonly settings: RunSettings;
  readonly storage: EntityStorage;
  readonly provider: Provider;
}
