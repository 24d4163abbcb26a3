import { open } from "node:fs/promises";
import path from "node:path";
import { DemoError } from "../cli/demo-error.ts";
import type { Streams } from "../cli/streams.ts";

/** Where results go, a line each. */
export interface ResultSink {
  /** For people. */
  readonly name: string;
  write(lines: readonly string[]): Promise<void>;
}

/**
 * A sink to the file `out`, or to stdout. The file is tried before anything runs, and written when all is done.
 *
 * @throws {DemoError} the file cannot be written, or is the one that is read.
 */
export async function openResultSink(
  out: string | null,
  source: string,
  streams: Streams,
): Promise<ResultSink> {
  if (out === null) {
    return {
      name: "stdout",
      write: async (lines) => {
        lines.forEach((line) => streams.print(line));
      },
    };
  }
  if (path.resolve(out) === path.resolve(source)) {
    throw refused(out, "it is the file that is read", null);
  }
  await tryToWrite(out);
  return {
    name: out,
    write: async (lines) => {
      await using file = await open(out, "w");
      await file.writeFile(lines.map((line) => `${line}\n`).join(""));
    },
  };
}

/** Opened to append, so that what is in it stays until there are new results. */
async function tryToWrite(out: string): Promise<void> {
  try {
    await using file = await open(out, "a");
    await file.stat();
  } catch (error) {
    throw refused(out, "it cannot be written", error);
  }
}

function refused(out: string, problem: string, cause: unknown): DemoError {
  return new DemoError({
    problem: `--out ${out}: ${problem}`,
    remedy: "Name another file",
    ...(cause !== null && { cause }),
  });
}
