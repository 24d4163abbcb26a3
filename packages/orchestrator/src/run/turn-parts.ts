import type { Clients } from "@minference/clients";
import type { EntityRegistry } from "@minference/ecs";
import type { Clock } from "@minference/protocol";
import type { WireBases } from "@minference/threads";
import type { CallableRegistry } from "@minference/tools";
import type { TokenEstimator } from "../limits/estimate-tokens.ts";
import type { TurnReporter } from "../progress/turn-reporter.ts";
import type { SenderParts } from "./send-once.ts";
import type { RunSettings } from "./run-options.ts";

/** What all turns of an orchestrator work with. */
export interface TurnServices {
  readonly registry: EntityRegistry;
  readonly clients: Clients;
  readonly tools: CallableRegistry;
  readonly bases: WireBases;
  readonly estimate: TokenEstimator;
  readonly sender: SenderParts;
  /** Where new outputs take their time from. */
  readonly context: { readonly clock: Clock };
}

/** What one turn works with. */
export interface TurnParts extends TurnServices {
  readonly settings: RunSettings;
  readonly reporter: TurnReporter;
}
