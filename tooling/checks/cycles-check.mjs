import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { importCycles } from "../import-cycles.mjs";
import { workspaceFolders } from "../workspace-folders.mjs";

/** No files of a package import each other in a circle: who is read first would then decide what works. */
export const cyclesCheck = {
  name: "cycles",
  remedy: "Move what both files of a circle above need into a third one below them.",
  /** @param {string} root */
  run(root) {
    const folders = workspaceFolders(root).filter((folder) => folder.startsWith("packages/"));
    const files = folders.flatMap((folder) => sourceFiles(path.join(root, folder, "src")));
    const cycles = importCycles(new Map(files.map((file) => [file, readFileSync(file, "utf8")])));
    for (const cycle of cycles) {
      console.log(cycle.map((file) => path.relative(root, file)).join(" → "));
    }
    return cycles.length === 0;
  },
};

/** @param {string} folder */
function sourceFiles(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".ts")).map((name) => path.join(folder, name));
}
