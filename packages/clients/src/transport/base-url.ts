import { InvalidRequestError } from "@minference/protocol";

/** What an API appends to its base URL; people paste whole addresses. */
const paths = /\/(chat\/completions|responses)$/;

/**
 * A base URL in the one form that the SDK takes: with its version, without the path of an API and without a
 * slash at the end. `/v1` is added where no part of the path is a version (C24).
 *
 * @param name what holds the URL, for the message: a variable or an option.
 * @throws {InvalidRequestError} it is no http or https URL, or holds a user, a password or a query; the text
 *   is not in the message, since it may hold a secret.
 */
export function parseBaseURL(text: string, name: string): string {
  if (!URL.canParse(text)) throw refused(name, "is no URL", "such as https://api.openai.com/v1");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw refused(name, "is no http or https URL", "such as https://api.openai.com/v1");
  }
  if (url.username !== "" || url.password !== "") {
    throw refused(name, "holds a user or a password", "without them, and the key as API key");
  }
  if (url.search !== "") throw refused(name, "holds a query", "without it");
  const path = url.pathname.replace(/\/+$/, "").replace(paths, "");
  const versioned = path.split("/").some((part) => /^v\d/.test(part));
  return `${url.origin}${path}${versioned ? "" : "/v1"}`;
}

function refused(name: string, what: string, form: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `${name} ${what}`,
    remedy: `Give the base URL of an OpenAI-compatible API, ${form}`,
    path: name,
  });
}
