import { MinferenceError } from "@minference/protocol";

/** Base of the errors that tools throws beside those that bear the name of a kind. */
export abstract class ToolsError extends MinferenceError {}
