import type { BrokenRule } from "@minference/ecs";
import type { Tool } from "../tool/tool.ts";

/** What is wrong with the names of a thread's tools. */
export type BrokenName = BrokenRule & { readonly remedy: string };

/** T15: the names of a thread's tools are unique; what is broken, or null. */
export function checkToolNames(tools: readonly Tool[]): BrokenName | null {
  const names = new Set<string>();
  for (const [index, { name }] of tools.entries()) {
    if (names.has(name)) return taken(`tools.${index}`, name);
    names.add(name);
  }
  return null;
}

/** The same with the forced tool: the very version that is among the tools is fine. */
export function checkAllNames(thread: {
  readonly tools: readonly Tool[];
  readonly forcedOutput: Tool | null;
}): BrokenName | null {
  const { forcedOutput: forced, tools } = thread;
  const broken = checkToolNames(tools);
  if (broken !== null || forced === null) return broken;
  const other = tools.find((tool) => tool.name === forced.name && tool.ecsId !== forced.ecsId);
  return other === undefined ? null : taken("forcedOutput", forced.name);
}

function taken(path: string, name: string): BrokenName {
  return {
    path,
    problem: `another tool of the thread is named ${name}`,
    remedy: "Give each tool of a thread a name of its own",
  };
}
