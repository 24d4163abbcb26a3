import path from "node:path";

const url = /^(file:|[a-z][a-z\d+.-]*:\/\/)/i;
const drive = /^[a-z]:/i;
/** Names that Windows takes for devices, with any ending (learn.microsoft.com "Naming Files, Paths, and Namespaces"). */
const device = /^(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])$/i;

/**
 * Why the words of a relative path must not be followed on any system, whatever the folders there are; null: they
 * may be.
 */
export function unsafeWords(relative: string): string | null {
  if (relative.includes("\0")) return "holds a NUL character";
  if (url.test(relative)) return "is a URL";
  if (drive.test(relative)) return "names a drive";
  if (path.win32.isAbsolute(relative) || path.posix.isAbsolute(relative)) return "is absolute";
  const words = relative.split(/[\\/]/);
  if (words.some((word) => /^\.[. ]+$/.test(word))) return "leads upwards";
  if (words.some(isDevice)) return "names a device";
  return words.at(-1) === "" || words.at(-1) === "." ? "names no file" : null;
}

function isDevice(word: string): boolean {
  const name = /^[^.:]*/.exec(word)?.[0] ?? "";
  return device.test(name.trimEnd());
}
