import { failureOf, type Failure } from "@minference/wire";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";

/** Collects a body chunk by chunk, never more than a cap; what came is there even if the rest never does. */
export class BodyReader {
  readonly #chunks: Buffer[] = [];
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Reads to the end; a failure when the body passes the cap (C18). Errors of `body` rise. */
  async read(body: AsyncIterable<Buffer>, provider: string): Promise<Failure | null> {
    for await (const chunk of body) {
      this.#bytes += chunk.length;
      // leaving the loop destroys the body and with it the connection
      if (this.#bytes > this.#maxBytes) return tooLarge(provider, this.#maxBytes);
      this.#chunks.push(chunk);
    }
    return null;
  }

  /** The bytes that came, as text; UTF-8, a byte order mark is dropped. */
  text(): string {
    return decode(Buffer.concat(this.#chunks));
  }

  /** The text of a body that came whole in `encoding`, or why it has none. We ask for no encoding. */
  async decoded(encoding: string, provider: string): Promise<string | Failure> {
    if (encoding === "" || encoding === "identity") return this.text();
    const decompress = decompressors.get(encoding);
    if (decompress === undefined) return unreadable(provider, encoding);
    try {
      return decode(
        await decompress(Buffer.concat(this.#chunks), { maxOutputLength: this.#maxBytes }),
      );
    } catch (error) {
      const isTooLarge = error instanceof RangeError;
      return isTooLarge ? tooLarge(provider, this.#maxBytes) : unreadable(provider, encoding);
    }
  }
}

type Decompress = (data: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const decompressors: ReadonlyMap<string, Decompress> = new Map([
  ["gzip", promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip)],
  ["x-gzip", promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip)],
  ["deflate", promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate)],
  ["br", promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress)],
]);

function decode(bytes: Buffer): string {
  return new TextDecoder().decode(bytes);
}

function tooLarge(provider: string, maxBytes: number): Failure {
  return failureOf(
    "too_large",
    `The answer of ${provider} is larger than ${maxBytes} bytes. Raise maxBodyBytes of the client if such answers are meant.`,
  );
}

function unreadable(provider: string, encoding: string): Failure {
  return failureOf(
    "protocol",
    `The answer of ${provider} could not be read as ${encoding}, an encoding that was not asked for. Check the proxies before it.`,
  );
}
