import type { MessageRole } from "@minference/protocol";

/** One message in the form of OpenAI's chat completions, text only. */
export interface ChatMl {
  readonly role: MessageRole;
  /** Null where an assistant says nothing beside its calls. */
  readonly content: string | null;
  readonly tool_calls?: readonly ChatMlCall[];
  readonly tool_call_id?: string;
}

/** One tool call of an assistant. */
export interface ChatMlCall {
  readonly id: string;
  readonly type: "function";
  /** `arguments` is the text that the model wrote, JSON or not. */
  readonly function: { readonly name: string; readonly arguments: string };
}
