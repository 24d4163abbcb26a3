import { AuthError } from "@minference/protocol";
import { inspect } from "node:util";

const redacted = "[redacted]";

/** An API key that does not show itself: its text, JSON and inspection are redacted (E2). */
export class Secret {
  readonly #value: string;

  /**
   * @param name what holds the key, for the message: a variable or an option.
   * @throws {AuthError} `value` is blank, or holds what no HTTP header can; it is not in the message (C25).
   */
  constructor(value: string, name: string) {
    if (value.trim() === "") {
      throw new AuthError({ problem: `${name} is blank`, remedy: `Give an API key in ${name}` });
    }
    if (!/^[\x21-\x7e]+$/.test(value)) {
      throw new AuthError({
        problem: `${name} holds a line break, a blank or another character that no HTTP header takes`,
        remedy: `Give the API key alone in ${name}`,
      });
    }
    this.#value = value;
  }

  /** The key itself, for the header that sends it. */
  reveal(): string {
    return this.#value;
  }

  /**
   * `text` without the key, should a provider have echoed it. A placeholder such as `test` or `EMPTY`, given
   * to a server that wants none, is not looked for: it is a word that answers may hold.
   */
  redact(text: string): string {
    return isPlaceholder(this.#value) ? text : text.replaceAll(this.#value, redacted);
  }

  /** Redacted. */
  toString(): string {
    return redacted;
  }

  /** Redacted. */
  toJSON(): string {
    return redacted;
  }

  /** Redacted. */
  [inspect.custom](): string {
    return redacted;
  }
}

/** Real keys are long, or no word. */
function isPlaceholder(key: string): boolean {
  return key.length < 8 || (key.length < 16 && /^[a-z]+$/i.test(key));
}
