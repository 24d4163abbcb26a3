import { InvalidRequestError, type JsonObject } from "@minference/protocol";

/** Fields that are made from the request; `extraBody` never overrides one (C32). */
const ownFields: ReadonlySet<string> = new Set([
  "model",
  "messages",
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "reasoning_effort",
  "response_format",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "functions",
  "function_call",
  "stream",
  "stream_options",
]);

/** Fields of other APIs that chat completions ignore or refuse, and what to use instead. */
const foreignFields: ReadonlyMap<string, string> = new Map([
  ["input", "write the messages into the thread"],
  ["instructions", "use the system prompt"],
  ["system", "use the system prompt"],
  ["max_output_tokens", "use maxTokens"],
  ["reasoning", "use reasoner and reasoningEffort"],
  ["thinking", "use reasoner and reasoningEffort"],
  ["text", "use the response format and verbosity"],
  ["include", "it belongs to the Responses API"],
  ["truncation", "it belongs to the Responses API"],
  ["previous_response_id", "the thread holds the conversation"],
  ["conversation", "the thread holds the conversation"],
  ["background", "it belongs to the Responses API"],
  ["stop_sequences", "use stop"],
  ["output_config", "it belongs to the Anthropic API"],
]);

/**
 * The further fields of a body, sorted by name (spec 4.5).
 *
 * @throws {InvalidRequestError} a field is made from the request itself, belongs to another API, or asks for
 *   more than one choice (C30).
 */
export function openAIChatExtra(extraBody: JsonObject): JsonObject {
  const names = Object.keys(extraBody).sort();
  for (const name of names) checkField(name, extraBody);
  return Object.fromEntries(names.map((name) => [name, extraBody[name] ?? null]));
}

function checkField(name: string, extraBody: JsonObject): void {
  if (ownFields.has(name))
    throw refused(name, "is made from the request", "Set it on the LLMConfig");
  const instead = foreignFields.get(name);
  if (instead !== undefined) {
    throw refused(name, "is no field of chat completions", `Leave it out: ${instead}`);
  }
  if (name === "n" && extraBody["n"] !== 1) {
    throw refused(name, "asks for several answers", "Run the thread several times instead");
  }
}

function refused(name: string, problem: string, remedy: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `The field ${name} of extraBody ${problem}`,
    remedy,
    path: `extraBody.${name}`,
  });
}
