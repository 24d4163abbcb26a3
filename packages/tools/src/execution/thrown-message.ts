/** Longest message of a failed tool, characters. */
const maxMessageLength = 2000;

/**
 * The message of whatever was thrown: an Error, a string, null, an object whose `message` throws (T4, X8).
 * Never its stack, its cause or other fields; cut at 2,000 characters.
 */
export function thrownMessage(thrown: unknown): string {
  try {
    return readMessage(thrown).slice(0, maxMessageLength);
  } catch {
    // foreign code ran while its error was read, and anything may come of that
    return "an error that cannot be read";
  }
}

function readMessage(thrown: unknown): string {
  if (typeof thrown === "string") return thrown;
  if ((typeof thrown !== "object" && typeof thrown !== "function") || thrown === null) {
    return String(thrown);
  }
  const message: unknown = "message" in thrown ? thrown.message : undefined;
  return typeof message === "string" ? message : "an error without a message";
}
