import { InvalidRequestError } from "@minference/protocol";

/**
 * Brings a base URL into the one form that an SDK takes (C24).
 *
 * @param name what holds the URL, for the message: a variable or an option.
 * @throws {InvalidRequestError} it is no http or https URL, or holds a user, a password or a query; the text
 *   is not in the message, since it may hold a secret.
 */
export type BaseURLForm = (text: string, name: string) => string;

/**
 * As OpenAI's SDK takes it: with its version, without the path of an API and without a slash at the end. `/v1` is
 * added where no part of the path is a version.
 */
export const openAIBaseURL: BaseURLForm = (text, name) => {
  const url = parsedURL(text, name);
  // people paste whole addresses
  const path = trimmed(url.pathname).replace(/\/(chat\/completions|responses)$/, "");
  const versioned = path.split("/").some((part) => /^v\d/.test(part));
  return `${url.origin}${path}${versioned ? "" : "/v1"}`;
};

/** As Anthropic's SDK takes it: without version, path of the API and slash at the end. */
export const anthropicBaseURL: BaseURLForm = (text, name) => {
  const url = parsedURL(text, name);
  return `${url.origin}${trimmed(trimmed(url.pathname).replace(/(\/v1)?(\/messages)?$/, ""))}`;
};

function trimmed(path: string): string {
  return path.replace(/\/+$/, "");
}

function parsedURL(text: string, name: string): URL {
  if (!URL.canParse(text)) throw refused(name, "is no URL", "such as https://api.openai.com/v1");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw refused(name, "is no http or https URL", "such as https://api.openai.com/v1");
  }
  if (url.username !== "" || url.password !== "") {
    throw refused(name, "holds a user or a password", "without them, and the key as API key");
  }
  if (url.search !== "") throw refused(name, "holds a query", "without it");
  return url;
}

function refused(name: string, what: string, form: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `${name} ${what}`,
    remedy: `Give the base URL of the API, ${form}`,
    path: name,
  });
}
