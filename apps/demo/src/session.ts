import type { EntityRegistry } from "@minference/ecs";
import type { InferenceOrchestrator } from "@minference/orchestrator";
import type { RunSettings } from "./cli/command.ts";
import type { Streams } from "./cli/streams.ts";

/** What a scene plays on: opened before it, closed after it. */
export interface Session {
  readonly registry: EntityRegistry;
  readonly orchestrator: InferenceOrchestrator;
  readonly model: string;
  readonly settings: RunSettings;
  readonly streams: Streams;
  /** Stops what is in flight: answers that are not stored yet are dropped. */
  readonly signal: AbortSignal;
}
