import { failureOf, type Failure } from "@minference/wire";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";

/** Collects one body, never more than a cap; what came is there even if the rest never does. */
export class BodyReader {
  readonly #chunks: Buffer[] = [];
  readonly #provider: string;
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(provider: string, maxBytes: number) {
    this.#provider = provider;
    this.#maxBytes = maxBytes;
  }

  /** Reads to the end; a failure when the body passes the cap (C18). Errors of `body` rise. */
  async read(body: AsyncIterable<Buffer>): Promise<Failure | null> {
    for await (const chunk of body) {
      this.#bytes += chunk.length;
      // leaving the loop destroys the body and with it the connection
      if (this.#bytes > this.#maxBytes) return this.#tooLarge();
      this.#chunks.push(chunk);
    }
    return null;
  }

  /** The text of what came so far; null when it is encoded. */
  partialText(encoding: string): string | null {
    return encoding === "identity" ? this.#text(Buffer.concat(this.#chunks)) : null;
  }

  /**
   * The text of a body that came whole, or why it has none. We ask for no encoding, so one that comes is the
   * work of a proxy; it is undone up to the same cap.
   */
  async wholeText(encoding: string): Promise<string | Failure> {
    const bytes = Buffer.concat(this.#chunks);
    if (encoding === "identity") return this.#text(bytes);
    const decompress = decompressors.get(encoding);
    if (decompress === undefined) return this.#unreadable(encoding);
    try {
      return this.#text(await decompress(bytes, { maxOutputLength: this.#maxBytes }));
    } catch (error) {
      return isOverOutput(error) ? this.#tooLarge() : this.#unreadable(encoding);
    }
  }

  /** UTF-8; a byte order mark is dropped. */
  #text(bytes: Buffer): string {
    return new TextDecoder().decode(bytes);
  }

  #tooLarge(): Failure {
    return failureOf(
      "too_large",
      `The answer of ${this.#provider} is larger than ${this.#maxBytes} bytes`,
      "Raise maxBodyBytes of the client if such answers are meant.",
    );
  }

  #unreadable(encoding: string): Failure {
    return failureOf(
      "protocol",
      `The answer of ${this.#provider} came in the encoding ${encoding.slice(0, 20)}, which was not ` +
        `asked for and could not be undone`,
      "Check the proxies before it.",
    );
  }
}

type Decompress = (data: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const unzip = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

const decompressors: ReadonlyMap<string, Decompress> = new Map([
  ["gzip", unzip],
  ["x-gzip", unzip],
  ["deflate", promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate)],
  ["br", promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress)],
]);

/** True for what zlib throws at its `maxOutputLength`. */
function isOverOutput(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    error.code === "ERR_BUFFER_TOO_LARGE"
  );
}
