import { LLMConfig } from "../src/config/llm-config.ts";
import { SystemPrompt } from "../src/config/system-prompt.ts";
import { ChatMessage } from "../src/message/chat-message.ts";
import { ChatThread } from "../src/thread/chat-thread.ts";

/** A thread of `turns` questions and answers that waits for nothing. */
export function aThread(
  options: { readonly turns?: number; readonly newMessage?: string } = {},
): ChatThread {
  const thread = new ChatThread({
    systemPrompt: new SystemPrompt({ name: "economist", content: "Answer in one sentence." }),
    llmConfig: new LLMConfig({ client: "openai", model: "gpt-4.1-mini", maxTokens: 200 }),
    newMessage: options.newMessage ?? null,
  });
  const messages: ChatMessage[] = [];
  for (let turn = 0; turn < (options.turns ?? 0); turn += 1) {
    const said = [["user", `question ${turn}`] as const, ["assistant", `answer ${turn}`] as const];
    for (const [role, content] of said) {
      const parentMessageId = messages.at(-1)?.ecsId ?? null;
      messages.push(new ChatMessage({ role, content, parentMessageId }));
    }
  }
  thread.append("history", ...messages);
  return thread;
}

/** A thread whose last message makes two calls, `a` and `b`, of the tools `add` and `look_up`. */
export function aThreadWithCalls(): ChatThread {
  const thread = aThread();
  thread.addMessage({ role: "user", content: "What is 1 + 2, and who said so?" });
  thread.addMessage({
    role: "assistant",
    content: "",
    toolCalls: [aCall("a", "add"), aCall("b", "look_up")],
  });
  return thread;
}

/** A call with the arguments `{ "x": 1 }`. */
export function aCall(id: string, name: string): ChatThread["pendingToolCalls"][number] {
  return { id, name, arguments: { x: 1 }, argumentsText: '{"x":1}', toolId: null };
}
