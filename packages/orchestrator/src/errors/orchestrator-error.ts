import { MinferenceError } from "@minference/protocol";

/** Base of the errors that orchestrator throws beside those that bear the name of a kind. */
export abstract class OrchestratorError extends MinferenceError {}
