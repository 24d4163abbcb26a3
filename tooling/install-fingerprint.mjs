import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { workspaceFolders } from "./workspace-folders.mjs";

/**
 * One hash over all that decides what an install puts into node_modules: lockfile, settings, every
 * package.json, and the Node whose binary interface the SQLite driver is compiled for.
 *
 * @param {string} root
 */
export function installFingerprint(root) {
  const manifests = ["", ...workspaceFolders(root)].map((folder) =>
    path.join(folder, "package.json"),
  );
  const hash = createHash("sha256").update(`node ${process.versions.modules} ${process.arch}`);
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc", ...manifests]) {
    const absolute = path.join(root, file);
    hash.update(`\n${file}\n`).update(existsSync(absolute) ? readFileSync(absolute) : "");
  }
  return hash.digest("hex");
}
