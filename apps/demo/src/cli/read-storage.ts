import path from "node:path";
import type { StorageTarget } from "./command.ts";
import { DemoError } from "./demo-error.ts";

const sqlite = "sqlite:";

/**
 * Where `--storage` points; a file of the demo's own folder when it is absent.
 *
 * @throws {DemoError} it is neither memory nor a SQLite file.
 */
export function readStorage(text: string | undefined): StorageTarget {
  if (text === undefined) {
    return { kind: "sqlite", file: path.resolve("minference-demo/demo.db"), folder: "made" };
  }
  if (text === "memory") return { kind: "memory" };
  const file = text.startsWith(sqlite) ? text.slice(sqlite.length) : "";
  if (file !== "") return { kind: "sqlite", file: path.resolve(file), folder: "given" };
  throw new DemoError({
    problem: `--storage was given ${JSON.stringify(text)}`,
    remedy: "Give memory, or sqlite: and the path of a file, such as sqlite:runs.db",
  });
}
