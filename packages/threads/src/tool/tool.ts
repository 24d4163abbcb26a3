import type { CallableTool } from "./callable-tool.ts";
import type { StructuredTool } from "./structured-tool.ts";

/** A tool of a thread, with code or without. */
export type Tool = CallableTool | StructuredTool;
