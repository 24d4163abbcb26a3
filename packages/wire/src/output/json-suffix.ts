import { InvalidRequestError, type ChatRequest } from "@minference/protocol";

/**
 * The text behind the last user turn of a JSON mode; null: none.
 *
 * `json_object`, which brings no prefill, needs the word JSON in what the model is sent, whoever says it (spec 3.4).
 *
 * @throws {InvalidRequestError} the word is missing everywhere.
 */
export function jsonSuffix(request: ChatRequest): string | null {
  if (request.output.kind !== "json") return null;
  const { prefill, system, messages } = request;
  const postfill = fillOf(request.postfill);
  if (prefill !== null) return postfill;
  const texts = [system ?? "", postfill ?? "", ...messages.map(({ content }) => content)];
  if (texts.some((text) => /json/i.test(text))) return postfill;
  throw new InvalidRequestError({
    problem: "The mode asks for JSON, and nothing that is sent has the word JSON in it",
    remedy: "Say JSON in the prompt, or in the postfill of the thread",
    path: "postfill",
  });
}

/** A prefill or postfill that says something; null for a blank one, which providers refuse. */
export function fillOf(text: string | null): string | null {
  return text === null || text.trim() === "" ? null : text;
}
