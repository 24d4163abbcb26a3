import type { Clients } from "@minference/clients";
import type { EntityRegistry } from "@minference/ecs";
import type { Logger } from "@minference/protocol";
import type { RequestLimits } from "@minference/threads";
import type { CallableRegistry } from "@minference/tools";
import type { TokenEstimator } from "../limits/estimate-tokens.ts";
import type { RateLedger } from "../limits/rate-ledger.ts";
import type { RetryOptions } from "../retry/retry-policy.ts";
import type { RunClock } from "../runtime/run-clock.ts";

/** What an orchestrator is made of. */
export interface OrchestratorOptions {
  /** Where the threads are stored. */
  readonly registry: EntityRegistry;
  readonly clients: Clients;
  /** The functions of callable tools; a call of one that is not there fails as `tool_not_found`. Empty when absent. */
  readonly tools?: CallableRegistry;
  /** Each replaces the default limits of its client (spec 8.1). Excludes `ledger`. */
  readonly limits?: readonly RequestLimits[];
  /** Keeps the limits, as one that several orchestrators share. Excludes `limits`. */
  readonly ledger?: RateLedger;
  readonly retry?: RetryOptions;
  /** Silent when absent. */
  readonly logger?: Logger;
  /** The machine's clocks when absent. */
  readonly clock?: RunClock;
  /** Turns at a time, 64 when absent. */
  readonly concurrency?: number;
  /** `estimateTokens` when absent. */
  readonly estimator?: TokenEstimator;
}
