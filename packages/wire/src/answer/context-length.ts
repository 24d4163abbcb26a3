/**
 * Wordings of a request that is too long for the model (C5): OpenAI and vLLM before 0.16 (`maximum context
 * length`, `context window`), vLLM 0.16 (`the model's context length is only`), Anthropic behind a proxy
 * (`prompt is too long`, `exceed context limit`), llama.cpp (`available context size`), Gemini (`token
 * count … exceeds`).
 */
const wordings: readonly RegExp[] = [
  /context.{0,10}(length|window|size|limit)/i,
  /maximum (model|input) length/i,
  /(prompt|input).{0,40} is too long/i,
  /input tokens? (exceed|count.{0,30}exceeds)/i,
];

/** True when a provider's sentence says that the request does not fit the model. */
export function namesContextLength(message: string): boolean {
  return wordings.some((wording) => wording.test(message));
}
