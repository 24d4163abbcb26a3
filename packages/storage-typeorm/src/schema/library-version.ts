import { readFileSync } from "node:fs";

/** Version of this package as its package.json has it, noted beside each migration. */
export function libraryVersion(): string {
  // the same number of folders up from src and from dist
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const content: unknown = JSON.parse(text);
  if (typeof content === "object" && content !== null && "version" in content) {
    return String(content.version);
  }
  return "unknown";
}
