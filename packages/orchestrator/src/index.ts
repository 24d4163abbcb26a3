export { InferenceOrchestrator } from "./run/inference-orchestrator.ts";
export type { OrchestratorOptions } from "./run/orchestrator-options.ts";
export type { LoopOptions, StepCallback } from "./run/loop-options.ts";
export type { LoopResult, LoopResults, StopReason } from "./run/loop-result.ts";
export type { Execute, Persist, RunOptions } from "./run/run-options.ts";
export type { IndexedResult, RunResult, RunResults } from "./run/run-result.ts";
export { estimateTokens } from "./limits/estimate-tokens.ts";
export type { TokenEstimate, TokenEstimator } from "./limits/estimate-tokens.ts";
export { defaultLimits } from "./limits/client-limits.ts";
export type { ClientLimits } from "./limits/client-limits.ts";
export { InProcessLedger } from "./limits/in-process-ledger.ts";
export type { InProcessLedgerOptions } from "./limits/in-process-ledger.ts";
export type {
  ProviderScope,
  RateCost,
  RateLedger,
  Reservation,
  ReserveOptions,
} from "./limits/rate-ledger.ts";
export type { RetryOptions } from "./retry/retry-policy.ts";
export type { RunEvent, TurnEvent, TurnPlace } from "./progress/run-event.ts";
export type { RunListener } from "./progress/turn-reporter.ts";
export type { RunClock } from "./runtime/run-clock.ts";
export { SystemClock } from "./runtime/system-clock.ts";
export { OrchestratorError } from "./errors/orchestrator-error.ts";
export { RateSaturatedError } from "./errors/rate-saturated-error.ts";
