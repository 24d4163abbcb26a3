import { InvalidRequestError, type JsonObject, type ModelProfile } from "@minference/protocol";

/** Fields that are made from the request; `extraBody` never overrides one (C32). */
const ownFields: ReadonlySet<string> = new Set([
  "model",
  "messages",
  "system",
  "max_tokens",
  "temperature",
  "thinking",
  "output_config",
  "tools",
  "tool_choice",
  "stream",
]);

/** Fields of other APIs, and what to use instead. */
const foreignFields: ReadonlyMap<string, string> = new Map([
  ["stop", "use stop_sequences"],
  ["n", "run the thread several times"],
  ["cache_control", "use useCache of the LLMConfig"],
  ["prompt_cache_key", "use useCache of the LLMConfig"],
  ["prompt_cache_options", "use useCache of the LLMConfig"],
  ["user", "use metadata.user_id"],
  ["safety_identifier", "use metadata.user_id"],
  ["max_completion_tokens", "use maxTokens"],
  ["max_output_tokens", "use maxTokens"],
  ["reasoning_effort", "use reasoner and reasoningEffort"],
  ["reasoning", "use reasoner and reasoningEffort"],
  ["response_format", "use the response format of the LLMConfig"],
  ["parallel_tool_calls", "use the response format tool"],
  ["functions", "give the thread tools"],
  ["function_call", "use the response format tool"],
  ["stream_options", "Anthropic has none"],
  ["verbosity", "Anthropic has none"],
  ["prediction", "Anthropic has none"],
  ["logprobs", "Anthropic has none"],
  ["top_logprobs", "Anthropic has none"],
  ["store", "Anthropic has none"],
  ["previous_response_id", "the thread holds the conversation"],
  ["conversation", "the thread holds the conversation"],
  ["input", "write the messages into the thread"],
  ["instructions", "use the system prompt"],
  ["seed", "Anthropic has none"],
  ["logit_bias", "Anthropic has none"],
  ["frequency_penalty", "Anthropic has none"],
  ["presence_penalty", "Anthropic has none"],
]);

/** Fields that are taken only where the model samples as it is told. */
const samplingFields: ReadonlySet<string> = new Set(["top_p", "top_k"]);

/**
 * The further fields of a body, sorted by name (spec 4.5).
 *
 * @throws {InvalidRequestError} a field is made from the request itself, belongs to another API, or the model does
 *   not take it.
 */
export function anthropicExtra(extraBody: JsonObject, profile: ModelProfile): JsonObject {
  const names = Object.keys(extraBody).sort();
  for (const name of names) checkField(name, profile);
  return Object.fromEntries(names.map((name) => [name, extraBody[name] ?? null]));
}

function checkField(name: string, profile: ModelProfile): void {
  if (ownFields.has(name))
    throw refused(name, "is made from the request", "Set it on the LLMConfig");
  const instead = foreignFields.get(name);
  if (instead !== undefined) {
    throw refused(name, "is no field of Anthropic's messages", `Leave it out: ${instead}`);
  }
  if (samplingFields.has(name) && profile.sampling !== "yes") {
    throw refused(name, "is not taken by this model", "Leave it out");
  }
}

function refused(name: string, problem: string, remedy: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `The field ${name} of extraBody ${problem}`,
    remedy,
    path: `extraBody.${name}`,
  });
}
