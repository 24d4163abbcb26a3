import { InvalidRequestError } from "@minference/protocol";
import { constants, open, type FileHandle } from "node:fs/promises";
import { fileError } from "./file-error.ts";
import { tooLarge } from "./read-text.ts";

const chunkBytes = 256 * 1024;
/** No link is followed, and a pipe does not wait for its other end. Windows has neither flag. */
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * The bytes of a file, in chunks. Its size is looked at before anything is read.
 *
 * @throws {TooLargeError} it is larger than `maxBytes`.
 * @throws {UnsafePathError} it is a symbolic link.
 * @throws {InvalidRequestError} it is no file, or absent.
 */
export async function* fileBytes(file: string, maxBytes: number): AsyncGenerator<Uint8Array> {
  try {
    const handle = await open(file, flags);
    try {
      await checkFile(handle, file, maxBytes);
      yield* chunks(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(error, file);
  }
}

async function checkFile(handle: FileHandle, file: string, maxBytes: number): Promise<void> {
  const found = await handle.stat();
  if (!found.isFile()) {
    throw new InvalidRequestError({
      problem: `${file} is no file`,
      remedy: "Name a file, not a folder or device",
      path: file,
    });
  }
  if (found.size > maxBytes) throw tooLarge(maxBytes);
}

async function* chunks(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { bytesRead, buffer } = await handle.read({ buffer: Buffer.allocUnsafe(chunkBytes) });
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}
