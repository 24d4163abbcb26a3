import { CorruptError, InvalidRequestError } from "@minference/protocol";
import { randomUUID } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  type Stats,
} from "node:fs";
import path from "node:path";
import { DatabasePathError } from "../errors/database-path-error.ts";
import type { SqliteDriver } from "./sqlite-handle.ts";

/** A database without a file: it lives as long as its storage. */
export const inMemory = ":memory:";

/**
 * Makes sure that a database can be opened and written at a path; nothing of what is there is changed.
 *
 * A new database appears whole or not at all: a process that is killed meanwhile leaves no empty file behind, so
 * an empty file is one that lost its content.
 *
 * @returns the absolute path, or `:memory:`.
 * @throws {InvalidRequestError} the path is no path.
 * @throws {DatabasePathError} it is a folder, its folder is missing, or one of them cannot be written.
 * @throws {CorruptError} what is there is no SQLite database, or has been cut off.
 */
export function prepareDatabaseFile(given: string, driver: SqliteDriver): string {
  if (given === inMemory) return inMemory;
  const file = absolute(given);
  checkFolder(file);
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) createDatabase(file, driver);
  else checkFile(file, stats);
  return file;
}

/** The driver trims paths, and takes an empty one for a database that it deletes when it is closed. */
function absolute(given: string): string {
  if (given.trim() !== given || given === "" || given.includes("\0")) {
    throw new InvalidRequestError({
      problem: `${JSON.stringify(given)} is no path for a database`,
      remedy: "Give the path of a file, or :memory:",
    });
  }
  return path.resolve(given);
}

function checkFolder(file: string): void {
  const folder = path.dirname(file);
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) {
    throw new DatabasePathError({
      file,
      problem: `its folder ${folder} does not exist`,
      remedy: "Make the folder first",
    });
  }
  if (isWritable(folder, stats)) return;
  throw new DatabasePathError({
    file,
    problem: `its folder ${folder} cannot be written, and SQLite keeps its log beside the file`,
    remedy: "Allow writing to the folder, or choose another one",
  });
}

function checkFile(file: string, stats: Stats): void {
  if (stats.isDirectory()) {
    throw new DatabasePathError({
      file,
      problem: "it is a folder",
      remedy: "Give the path of a file in it",
    });
  }
  if (!stats.isFile()) {
    throw new DatabasePathError({
      file,
      problem: "it is no regular file",
      remedy: "Give the path of a file",
    });
  }
  if (!isWritable(file, stats)) {
    throw new DatabasePathError({
      file,
      problem: "the file is read-only",
      remedy: "Allow writing to it, or open a copy",
    });
  }
  checkHeader(file, stats);
}

/** By the mode too: root may write to everything, yet a file without any write bit says that it is not to be written. */
function isWritable(place: string, stats: Stats): boolean {
  if ((stats.mode & 0o222) === 0) return false;
  try {
    accessSync(place, constants.W_OK);
    return true;
  } catch {
    // access has no other answer than yes or an error
    return false;
  }
}

/** The first 100 bytes of a database, https://www.sqlite.org/fileformat2.html §1.3. */
function checkHeader(file: string, { size }: Stats): void {
  const header = Buffer.alloc(100);
  const descriptor = openSync(file, "r");
  try {
    readSync(descriptor, header, 0, header.length, 0);
  } finally {
    closeSync(descriptor);
  }
  if (header.toString("latin1", 0, 16) !== "SQLite format 3\0") {
    throw new CorruptError({
      problem: `${file} is not a database: it ${size === 0 ? "is empty" : "does not begin as SQLite files do"}`,
      remedy: "Give another path; to begin a new database here, delete the file first",
    });
  }
  const pageSize = header.readUInt16BE(16);
  const length = header.readUInt32BE(28) * (pageSize === 1 ? 65_536 : pageSize);
  // with a log beside it, a file may be shorter while its last checkpoint waits to be repeated
  if (size >= length || existsSync(`${file}-wal`)) return;
  throw new CorruptError({
    problem: `${file} has been cut off: ${size} of ${length} bytes are there`,
    remedy: "Restore it from a backup made with VACUUM INTO",
  });
}

/** Linking fails where something is, so of two processes that begin a database one makes it. */
function createDatabase(file: string, driver: SqliteDriver): void {
  if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) {
    throw new DatabasePathError({
      file,
      problem: "it is a link to a file that is not there",
      remedy: "Make the file that it links to, or delete the link",
    });
  }
  const unfinished = `${file}-new-${randomUUID()}`;
  try {
    const handle = new driver(unfinished, {});
    handle.pragma("user_version = 0"); // any write makes the header
    handle.close();
    putInPlace(unfinished, file);
  } catch (cause) {
    if (hasCode(cause, "EEXIST")) return;
    throw new DatabasePathError({
      file,
      problem: "the file cannot be made",
      remedy: "Check the folder and the free space",
      cause,
    });
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** By a link, which appears at once; where the file system has none, by a copy. Neither replaces what is there. */
function putInPlace(unfinished: string, file: string): void {
  try {
    linkSync(unfinished, file);
  } catch (error) {
    if (hasCode(error, "EEXIST")) throw error;
    copyFileSync(unfinished, file, constants.COPYFILE_EXCL);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
