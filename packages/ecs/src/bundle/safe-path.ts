import { InvalidRequestError, UnsafePathError } from "@minference/protocol";
import { lstat, realpath } from "node:fs/promises";
import path from "node:path";
import { fileError } from "./file-error.ts";
import { unsafeWords } from "./unsafe-words.ts";

/**
 * The real place of a file below `root`, its folders followed to where they really are. Its folder exists; the file
 * itself may be absent, and is no symbolic link. Nothing is made or changed.
 *
 * @throws {UnsafePathError} it is not below `root`, by its words or by a symbolic link, or is no usable name.
 * @throws {InvalidRequestError} `root` or the file's folder is no folder, or the file is something else.
 */
export async function safePath(file: string, root: string): Promise<string> {
  const relative = relativeTo(root, file);
  const problem = unsafeWords(relative);
  if (problem !== null) throw unsafe(file, problem);
  try {
    const realRoot = await realpath(root);
    const named = path.resolve(realRoot, relative);
    const folder = await realpath(path.dirname(named));
    if (!isInside(realRoot, folder)) throw unsafe(file, "leads out of root through a link");
    const real = path.join(folder, path.basename(named));
    await refuseOther(real, file);
    return real;
  } catch (error) {
    throw fileError(error, file);
  }
}

/** An absolute path that lies below root is taken as the relative one. */
function relativeTo(root: string, file: string): string {
  if (typeof root !== "string" || !path.isAbsolute(root) || root.includes("\0")) {
    throw new InvalidRequestError({
      problem: "The root of the files is no absolute path",
      remedy: "Give the absolute path of an existing folder as root",
    });
  }
  if (typeof file !== "string") throw unsafe(String(file), "is no text");
  if (!path.isAbsolute(file)) return file;
  const folder = path.resolve(root) + path.sep;
  return file.startsWith(folder) ? file.slice(folder.length) : file;
}

function isInside(root: string, folder: string): boolean {
  return folder === root || folder.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}

async function refuseOther(real: string, file: string): Promise<void> {
  const found = await lstat(real).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (found === null || found.isFile()) return;
  if (found.isSymbolicLink()) throw unsafe(file, "is a symbolic link");
  throw new InvalidRequestError({
    problem: `${file} is no file`,
    remedy: "Name a file, not a folder or device",
    path: file,
  });
}

function isMissing(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT";
}

function unsafe(file: string, what: string): UnsafePathError {
  const shown = JSON.stringify(file.slice(0, 200));
  return new UnsafePathError({
    problem: `The path ${shown} ${what}`,
    remedy: "Name a file in root or in a folder of it",
    path: file.slice(0, 200),
  });
}
