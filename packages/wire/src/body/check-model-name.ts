import { InvalidRequestError } from "@minference/protocol";

/**
 * Refuses a blank model name before anything is sent (C31).
 *
 * @throws {InvalidRequestError} it is blank.
 */
export function checkModelName(model: string): void {
  if (model.trim() !== "") return;
  throw new InvalidRequestError({
    problem: "The model name is blank",
    remedy: "Name a model in the LLMConfig, or give the client a default model",
    path: "model",
  });
}
