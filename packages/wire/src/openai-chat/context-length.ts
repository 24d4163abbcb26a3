/**
 * Wordings of a request that is too long for the model (C5): OpenAI, Anthropic behind a proxy, vLLM before
 * 0.16 (`maximum context length`, `maximum model length`), vLLM 0.16 (`the model's context length is only`),
 * llama.cpp (`available context size`).
 */
const wordings: readonly RegExp[] = [
  /context.{0,10}(length|window|size|limit)/i,
  /maximum model length/i,
  /prompt is too long/i,
  /input (is )?too long/i,
  /input tokens exceed the configured limit/i,
];

/** True when a provider's sentence says that the request does not fit the model. */
export function namesContextLength(message: string): boolean {
  return wordings.some((wording) => wording.test(message));
}
