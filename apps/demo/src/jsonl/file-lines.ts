import { readFile } from "node:fs/promises";
import { DemoError } from "../cli/demo-error.ts";

/** One line of a file that is not blank. */
export interface FileLine {
  /** From 1. */
  readonly number: number;
  /** Without its line break. */
  readonly bytes: Buffer;
}

const lineFeed = 0x0a;

/**
 * The lines of a file. They are cut at line feeds alone: U+2028 and the like are text inside of JSON, and readers of
 * lines that know Unicode would cut there too.
 *
 * @throws {DemoError} the file cannot be read.
 */
export async function readFileLines(file: string): Promise<readonly FileLine[]> {
  const lines: FileLine[] = [];
  const bytes = await bytesOf(file);
  for (let start = 0, number = 1; start < bytes.length; number += 1) {
    const feed = bytes.indexOf(lineFeed, start);
    const end = feed === -1 ? bytes.length : feed;
    const line = bytes.subarray(start, end);
    if (!isBlank(line)) lines.push({ number, bytes: line });
    start = end + 1;
  }
  return lines;
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new DemoError({
      problem: `The file ${file} cannot be read`,
      remedy: "Name a file with one conversation a line",
      cause: error,
    });
  }
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
