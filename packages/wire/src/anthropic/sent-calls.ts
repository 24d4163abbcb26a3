/** How a call was sent: as a block of this id, or told as text, since no such tool is known. */
export type SentCall =
  | { readonly form: "block"; readonly id: string }
  | { readonly form: "text"; readonly name: string };

/**
 * How the calls of one request are sent. Ids come from any provider: Anthropic takes `A-Z a-z 0-9 _ -` only, and each
 * id once in a request. What is changed depends on the calls before alone, so a longer request begins with the shorter
 * one.
 */
export class SentCalls {
  readonly #used = new Set<string>();
  /** How often an id was asked for, so that a much repeated one is not searched for. */
  readonly #repeats = new Map<string, number>();
  readonly #calls = new Map<string, SentCall>();

  /** Sends a call as a block; gives the id to write. */
  block(id: string): string {
    const safe = safeId(id);
    let unique = safe;
    while (this.#used.has(unique)) {
      const count = (this.#repeats.get(safe) ?? 1) + 1;
      this.#repeats.set(safe, count);
      unique = `${safe}_${count}`;
    }
    this.#note(id, unique);
    return unique;
  }

  /** Notes a call that goes back with its id as it came. */
  asItCame(id: string): void {
    this.#note(id, id);
  }

  /** Notes a call that is told as text. */
  text(id: string, name: string): void {
    this.#calls.set(id, { form: "text", name });
  }

  /** How the call that a result belongs to was sent: the last one of that id. */
  of(id: string): SentCall {
    return this.#calls.get(id) ?? { form: "block", id: safeId(id) };
  }

  #note(id: string, sent: string): void {
    this.#used.add(sent);
    this.#calls.set(id, { form: "block", id: sent });
  }
}

/** Every other character is written by its code. */
function safeId(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/gu, (character) => `_${character.codePointAt(0) ?? 0}_`);
}
