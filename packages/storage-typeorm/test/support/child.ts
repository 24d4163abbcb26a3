import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A program of `test/programs` in a process of its own. */
export interface Child {
  /** What it has printed so far, line by line. */
  readonly lines: readonly string[];
  /** Resolves when it has printed so many lines, or has ended. */
  printed(lines: number): Promise<void>;
  kill(): void;
  /** Resolves when it has ended; with null when it was killed. */
  ended(): Promise<number | null>;
}

/** Starts a program of `test/programs` on the sources. */
export function startChild(program: string, ...parameters: readonly string[]): Child {
  const hooks = new URL("typescript.mjs", import.meta.url);
  const file = fileURLToPath(new URL(`../programs/${program}.ts`, import.meta.url));
  const started = spawn(
    process.execPath,
    ["--conditions=minference-source", "--import", hooks.href, file, ...parameters],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const lines: string[] = [];
  const output = createInterface({ input: started.stdout });
  output.on("line", (line) => lines.push(line));
  const end = once(started, "close").then(([code]): number | null =>
    typeof code === "number" ? code : null,
  );
  return {
    lines,
    printed: async (count) => {
      while (lines.length < count && started.exitCode === null && started.signalCode === null) {
        await Promise.race([once(output, "line"), end]);
      }
    },
    kill: () => {
      started.kill("SIGKILL");
    },
    ended: () => end,
  };
}
