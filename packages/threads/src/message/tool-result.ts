import type { ErrorKind, JsonValue } from "@minference/protocol";

/** What came of one tool call. */
export type ToolResult =
  /** The code ran; its value. */
  | { readonly status: "executed"; readonly value: JsonValue }
  /** The arguments are the object that a structured tool asks for. */
  | { readonly status: "validated" }
  /** It failed, or was not tried; the model is told why. */
  | { readonly status: "failed"; readonly kind: ErrorKind; readonly message: string };

/** The content of the tool message that brings a result to the model (spec 3.1). */
export function toolContent(result: ToolResult): string {
  switch (result.status) {
    case "executed":
      return JSON.stringify(result.value);
    case "validated":
      return JSON.stringify({
        status: "validated",
        message: "Schema validation successful",
      });
    case "failed":
      return JSON.stringify({ error: { kind: result.kind, message: result.message } });
    default:
      return result satisfies never;
  }
}
