// boundary: what another process of ours wrote is read here
import { ProtocolError } from "@minference/protocol";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { FakeProviderSettings } from "./fake-provider.ts";
import type { LoggedRequest } from "./fake-request.ts";

/** How a fake provider answers as a process of its own. */
export interface SpawnSettings extends FakeProviderSettings {
  /** `caller`: it ends with the program that started it; `never`: it outlives it, until it is idle. `caller` when absent. */
  readonly endsWith?: "caller" | "never";
  /** It ends by itself after so many milliseconds without a request; 600,000 when absent. */
  readonly idleMs?: number;
}

/** A fake provider in a process of its own. */
export interface SpawnedProvider {
  /** Base URL, with `/v1`. */
  readonly url: string;
  readonly pid: number;
  /** All requests so far, in the order of their arrival. */
  log(): Promise<readonly LoggedRequest[]>;
  /** Ends the process. Quiet when called again. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The program, built: this file lies in `src/testing` or in `dist/testing`. */
const program = fileURLToPath(new URL("../../dist/testing/server-process.js", import.meta.url));

/**
 * Starts a fake provider in a process of its own, so that it and its log outlive a program that is killed.
 *
 * @throws {ProtocolError} the process ended before it was ready; the package must be built.
 */
export async function spawnFakeProvider(settings: SpawnSettings = {}): Promise<SpawnedProvider> {
  const { endsWith = "caller", ...provider } = settings;
  const isOwn = endsWith === "caller";
  const child = spawn(
    process.execPath,
    [program, JSON.stringify(isOwn ? { ...provider, endsWith: "stdin" } : provider)],
    {
      // one that outlives its caller must not keep the caller's streams open
      stdio: isOwn ? ["pipe", "pipe", "inherit"] : ["ignore", "pipe", "ignore"],
      detached: !isOwn,
      env: {},
    },
  );
  const { url, pid } = await ready(child);
  if (!isOwn) child.unref();
  const close = (): Promise<void> => end(child);
  return { url, pid, log: () => readLog(url), close, [Symbol.asyncDispose]: close };
}

interface Ready {
  readonly url: string;
  readonly pid: number;
}

async function ready(child: ChildProcess): Promise<Ready> {
  if (child.stdout !== null) {
    for await (const line of createInterface({ input: child.stdout })) {
      child.stdout.destroy();
      return JSON.parse(line) as Ready; // the one line that server-process writes
    }
  }
  throw new ProtocolError({
    problem: `The fake provider ${program} ended before it was ready`,
    remedy: "Build @minference/clients, and check that the port is free",
  });
}

async function readLog(url: string): Promise<readonly LoggedRequest[]> {
  const response = await fetch(new URL("/__log", url));
  return (await response.json()) as LoggedRequest[]; // entries as FakeLog keeps them
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  // one that ends by itself holds nothing open, and would not hold the event loop for its end either
  child.ref();
  child.kill("SIGTERM");
  await once(child, "exit");
}
