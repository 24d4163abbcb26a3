import { InvalidRequestError } from "@minference/protocol";

/** Where the 16 pairs of hex digits of a UUID's text begin. */
const pairs = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;
const dashes = [8, 13, 18, 23] as const;

/** The value of each lower-case hex digit by its character code; −1 for every other character. */
const digits = Int8Array.from({ length: 128 }, (_, code) =>
  "0123456789abcdef".indexOf(String.fromCharCode(code)),
);

/** The 16 bytes of a UUID in lower case with dashes; null for every other text. */
export function uuidToBlob(text: string): Buffer | null {
  if (text.length !== 36) return null;
  const bytes = Buffer.allocUnsafe(16);
  for (let index = 0; index < 16; index += 1) {
    const at = pairs[index] ?? 0;
    const high = digits[text.charCodeAt(at)] ?? -1;
    const low = digits[text.charCodeAt(at + 1)] ?? -1;
    if (high < 0 || low < 0) return null;
    bytes[index] = high * 16 + low;
  }
  return dashes.every((at) => text[at] === "-") ? bytes : null;
}

/** The 32 bytes of a hash in lower-case hex digits. */
export function hashToBlob(text: string): Buffer {
  return Buffer.from(text, "hex");
}

/** Turns ids into blobs, each id of one piece of work once. */
export class IdBlobs {
  readonly #known = new Map<string, Buffer>();

  /**
   * The 16 bytes of an id.
   *
   * @throws {InvalidRequestError} it is no UUID in lower case with dashes.
   */
  of(id: string): Buffer {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const blob = uuidToBlob(id);
    if (blob === null) {
      throw new InvalidRequestError({
        problem: "An id is no UUID in lower case with dashes",
        remedy: "Use ids that were minted or parsed by @minference/protocol",
      });
    }
    this.#known.set(id, blob);
    return blob;
  }
}

/** The 16 bytes of 32 hex digits, as `hex()` of SQL gives them. */
export function uuidHexToBlob(hex: string): Buffer {
  return Buffer.from(hex, "hex");
}
