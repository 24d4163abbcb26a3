import { MinferenceError } from "@minference/protocol";

/** Base of the errors that threads throws beside those that bear the name of a kind. */
export abstract class ThreadsError extends MinferenceError {}
