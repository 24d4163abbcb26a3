// Lets a process of its own run the TypeScript sources as jest does: swc strips the types, nothing is built.
import { transformSync } from "@swc/core";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const options = {
  jsc: { target: "es2022", parser: { syntax: "typescript" } },
  module: { type: "es6" },
};

/** A loader hook of node:module. */
export async function load(url, context, nextLoad) {
  if (!url.startsWith("file:") || !url.endsWith(".ts")) return nextLoad(url, context);
  const { code } = transformSync(readFileSync(fileURLToPath(url), "utf8"), options);
  return { format: "module", source: code, shortCircuit: true };
}
