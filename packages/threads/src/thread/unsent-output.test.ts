import { expect, test } from "@jest/globals";
import { aThread } from "../../test/a-thread.ts";
import { EmptyMessageError } from "../errors/empty-message-error.ts";
import { refusedOutput, unchangedOutput } from "./unsent-output.ts";

test("a refused turn has an output with the error and nothing sent (N2)", () => {
  const thread = aThread();
  const error = new EmptyMessageError(thread);
  const output = refusedOutput(error, { client: "openai", chatThreadId: thread.ecsId });
  expect(output).toMatchObject({ rawOutput: null, finishReason: "error", timeTakenMs: 0 });
  expect(output.error).toEqual({
    code: "empty_message",
    kind: "invalid_request",
    message: error.message,
    retryable: false,
    httpStatus: null,
    providerRequestId: null,
  });
  expect(output.askedVersionId).toBe(thread.ecsId);
});

test("a finished thread's output is its last answer (8.7)", () => {
  const thread = aThread({ turns: 1 });
  const { lastMessage } = thread;
  if (lastMessage === null) throw new Error("the thread has messages");
  const output = unchangedOutput(lastMessage, { client: "vllm", chatThreadId: thread.ecsId });
  expect(output).toMatchObject({
    content: "answer 0",
    error: null,
    rawOutput: null,
    client: "vllm",
  });
});
