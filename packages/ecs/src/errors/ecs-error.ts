import { MinferenceError } from "@minference/protocol";

/** Base of the errors that ecs throws beside those that bear the name of a kind. */
export abstract class EcsError extends MinferenceError {}
