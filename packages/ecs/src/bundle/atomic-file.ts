import { randomUUID } from "node:crypto";
import { open, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";

/**
 * Writes a file whole, or not at all: into a file beside it, which takes its name when every byte is on the disk.
 * Until then the old one stays as it is, also when the process is killed; a file `.minference-….tmp` may stay then.
 */
export async function writeWhole(file: string, text: AsyncIterable<string>): Promise<void> {
  const folder = path.dirname(file);
  const unfinished = path.join(folder, `.minference-${randomUUID()}.tmp`);
  try {
    await writeDurably(unfinished, text, await modeOf(file));
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

async function writeDurably(
  file: string,
  text: AsyncIterable<string>,
  mode: number | null,
): Promise<void> {
  const handle = await open(file, "wx");
  try {
    // who may not read the old file must not be able to read the new one
    if (mode !== null) await handle.chmod(mode);
    await writeFile(handle, text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The permissions of the file that is replaced; null: there is none. */
async function modeOf(file: string): Promise<number | null> {
  const found = await stat(file).catch(() => null);
  return found === null ? null : found.mode & 0o777;
}

/** Makes a new name durable; Windows does so itself and cannot open a folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
