// boundary: what a stream gives is taken as bytes or text here, whatever it is typed
import { InvalidRequestError, TooLargeError } from "@minference/protocol";
import { types } from "node:util";
import type { BundleSource } from "../surface/bundle-options.ts";

/** Most bytes whose text one string can hold (V8). */
const maxTextBytes = 512 * 1024 * 1024 - 24;

/**
 * The whole text of a stream of UTF-8. It reads and holds no more than `maxBytes`, and lets the stream go then.
 *
 * @throws {TooLargeError} there is more.
 * @throws {InvalidRequestError} it is not UTF-8, or `maxBytes` is no such number.
 */
export async function readText(source: BundleSource, maxBytes: number): Promise<string> {
  checkLimit(maxBytes);
  const pieces: string[] = [];
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let bytes = 0;
  for await (const piece of source as AsyncIterable<unknown>) {
    const given = bytesOf(piece);
    bytes += given.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    pieces.push(decoded(() => decoder.decode(given, { stream: true })));
  }
  pieces.push(decoded(() => decoder.decode()));
  return pieces.join("");
}

/** The error of a document that is above the limit. */
export function tooLarge(maxBytes: number): TooLargeError {
  return new TooLargeError({
    problem: `The document has more than ${maxBytes} bytes`,
    remedy: "Import it with a larger maxBytes if you trust it",
  });
}

function checkLimit(maxBytes: number): void {
  if (Number.isInteger(maxBytes) && maxBytes >= 1 && maxBytes <= maxTextBytes) return;
  throw new InvalidRequestError({
    problem: `maxBytes is ${String(maxBytes)}`,
    remedy: `Give a whole number of bytes from 1 to ${maxTextBytes}`,
  });
}

function bytesOf(piece: unknown): Uint8Array {
  if (types.isUint8Array(piece)) return piece;
  if (typeof piece === "string" && piece.isWellFormed()) return Buffer.from(piece);
  throw new InvalidRequestError({
    problem: `The stream gave ${typeof piece === "string" ? "half of a surrogate pair" : `a ${typeof piece}`}`,
    remedy: "Import from a stream of bytes, or of text",
  });
}

function decoded(decode: () => string): string {
  try {
    return decode();
  } catch (cause) {
    throw new InvalidRequestError({
      problem: "The document is not UTF-8",
      remedy: "Import the bytes as they were exported",
      cause,
    });
  }
}
