import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";

/** The demo as it was built: `npm test` builds it first. */
const program = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@minference/demo/package.json")),
  "dist/main.js",
);

/** Where a demo runs, and what it finds there. */
export interface DemoPlace {
  /** Its working folder. */
  readonly folder: string;
  /** Beside PATH, all of its environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A demo that has ended. */
export interface EndedDemo {
  /** Null: it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A demo that is running. */
export interface RunningDemo {
  readonly child: ChildProcess;
  readonly ended: Promise<EndedDemo>;
}

/** Starts the demo with these words behind its name. */
export function startDemo(words: readonly string[], place: DemoPlace): RunningDemo {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: place.folder,
    env: { PATH: process.env["PATH"], ...place.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  const ended = new Promise<EndedDemo>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, ...texts });
    });
  });
  return { child, ended };
}

/** Runs the demo to its end. */
export function runDemo(words: readonly string[], place: DemoPlace): Promise<EndedDemo> {
  return startDemo(words, place).ended;
}
