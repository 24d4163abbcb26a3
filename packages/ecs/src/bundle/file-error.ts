import {
  InvalidRequestError,
  StorageFullError,
  StorageUnavailableError,
  UnsafePathError,
} from "@minference/protocol";

/** Errors of the system that say that the caller's path names no usable file. */
const callersFault: Readonly<Record<string, string>> = {
  ENOENT: "does not exist, or its folder does not: make the folder first",
  ENOTDIR: "leads through something that is no folder",
  EISDIR: "is a folder",
  ENAMETOOLONG: "has a name that is too long",
};

/** What a file system said of a path, as an error of ours; an error that is not of a file system is given back. */
export function fileError(error: unknown, path: string): unknown {
  const code = systemCode(error);
  if (code === null) return error;
  const subject = { path, cause: error };
  const fault = callersFault[code];
  if (fault !== undefined) {
    const remedy = "Name a file in an existing folder below root";
    return new InvalidRequestError({ problem: `The file ${path} ${fault}`, remedy, ...subject });
  }
  const problem = `The file ${path} cannot be used (${code})`;
  switch (code) {
    case "ELOOP":
      return new UnsafePathError({
        problem,
        remedy: "Name a file, not a symbolic link",
        ...subject,
      });
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return new StorageFullError({ problem, remedy: "Make room and try again", ...subject });
    default:
      return new StorageUnavailableError({
        problem,
        remedy: "Check the permissions and the disk",
        ...subject,
      });
  }
}

/** The code of an error that a call of the system gave. */
function systemCode(error: unknown): string | null {
  if (typeof error !== "object" || error === null) return null;
  if (!("syscall" in error) || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}
