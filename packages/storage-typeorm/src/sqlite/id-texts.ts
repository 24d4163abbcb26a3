const dash = "-".charCodeAt(0);

/** Turns the hex digits that `hex()` of SQL gives into the texts of ids. */
export class IdTexts {
  /** One flat text is made from it: five joined slices would be slow as keys of a map, and large. */
  readonly #text = Buffer.alloc(36, dash);

  /** The UUID of 32 lower-case hex digits. */
  of(hex: string): string {
    let from = 0;
    for (let to = 0; to < 36; to += 1) {
      if (to === 8 || to === 13 || to === 18 || to === 23) continue;
      this.#text[to] = hex.charCodeAt(from);
      from += 1;
    }
    return this.#text.toString("latin1");
  }
}

/** As {@link IdTexts}, for a place in which one id comes several times in a row. */
export class RepeatedIdTexts {
  readonly #texts: IdTexts;
  #hex = "";
  #text = "";

  constructor(texts: IdTexts) {
    this.#texts = texts;
  }

  /** The UUID of 32 lower-case hex digits. */
  of(hex: string): string {
    if (hex !== this.#hex) {
      this.#text = this.#texts.of(hex);
      this.#hex = hex;
    }
    return this.#text;
  }
}
