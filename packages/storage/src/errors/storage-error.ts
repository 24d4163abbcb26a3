import { MinferenceError } from "@minference/protocol";

/** Base of the errors that a storage throws beside those that bear the name of a kind. */
export abstract class StorageError extends MinferenceError {}
