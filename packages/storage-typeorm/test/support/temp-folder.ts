import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A folder of a test, removed when it is disposed of. */
export interface TempFolder extends Disposable {
  readonly path: string;
  /** The path of a file in it. */
  file(name: string): string;
}

/** A new folder. */
export function tempFolder(): TempFolder {
  const folder = mkdtempSync(path.join(tmpdir(), "minference-sqlite-"));
  return {
    path: folder,
    file: (name) => path.join(folder, name),
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
