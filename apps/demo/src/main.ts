import { isMinferenceError } from "@minference/protocol";
import process from "node:process";
import { exitCode, type ExitCode } from "./cli/exit-code.ts";
import { readArguments } from "./cli/read-arguments.ts";

const streams = {
  print: (line: string) => void process.stdout.write(`${line}\n`),
  note: (line: string) => void process.stderr.write(`${line}\n`),
};

// a reader that has seen enough, such as head, hangs up; what is committed stays
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", () => process.exit(exitCode.failed));
}
process.exitCode = await main();

async function main(): Promise<ExitCode> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop.abort());
  try {
    const command = readArguments(process.argv.slice(2));
    // what is wrong with the words is told before half a second of loading
    const { play } = await import("./play.ts");
    return await play(command, { env: process.env, streams, signal: stop.signal });
  } catch (error) {
    return tell(error);
  }
}

/** What the libraries refuse says itself what is wrong and what to do: no stack is needed for it. */
function tell(error: unknown): ExitCode {
  const known = isMinferenceError(error);
  streams.note(
    `${known ? error.code : "unexpected"}: ${error instanceof Error ? error.message : String(error)}`,
  );
  return known ? exitCode.refused : exitCode.failed;
}
