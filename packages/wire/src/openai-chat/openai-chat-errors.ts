import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import { isJsonArray } from "../json/json-array.ts";
import { failureOf, type Failure, type FailureKind } from "../answer/failure.ts";
import type { ReceivedAnswer } from "../answer/received-answer.ts";
import { bodyExcerpt } from "../answer/body-excerpt.ts";
import { quoted } from "../answer/quoted.ts";
import { openAIErrorBody, type OpenAIErrorBody } from "./openai-error-body.ts";
import { openAIFailureKind } from "./openai-failure-kind.ts";

/**
 * Why a body of chat completions is no answer; null when it may be one (spec 6.6, C3–C8, C15, C16). An
 * error inside status 200 is classed by its own code.
 */
export function openAIChatFailure(received: ReceivedAnswer): Failure | null {
  const { rawResult, httpStatus, client } = received;
  if (rawResult === null) {
    return failureOf("connection", `No answer of ${client} came`);
  }
  const body = openAIErrorBody(rawResult);
  const isSuccess = httpStatus === null || (httpStatus >= 200 && httpStatus < 300);
  if (!isSuccess) return failureIn(body, received, openAIFailureKind(body, httpStatus));
  if (isJsonObject(rawResult) && hasChoices(rawResult)) return null;
  return body === null
    ? unreadable(received)
    : failureIn(body, received, openAIFailureKind(body, body.status));
}

/** Why an answer with a choice is not whole, by an error beside it (OpenRouter); null when there is none. */
export function choiceFailure(
  error: JsonValue | undefined,
  received: ReceivedAnswer,
): Failure | null {
  if (!isJsonObject(error)) return null;
  const body = openAIErrorBody({ error });
  return failureIn(body, received, openAIFailureKind(body, body?.status ?? null) ?? "server");
}

function hasChoices(body: JsonObject): boolean {
  return isJsonArray(body["choices"]) && body["choices"].length > 0;
}

function failureIn(
  body: OpenAIErrorBody | null,
  received: ReceivedAnswer,
  kind: FailureKind | null,
): Failure {
  const status = received.httpStatus ?? "an error";
  const code = body?.codes[0] === undefined ? "" : ` (${quoted(body.codes[0], 60)})`;
  const text = body?.message ?? bodyExcerpt(received.rawResult);
  const said = text === null ? "" : `: ${text}`;
  return failureOf(kind ?? "protocol", `${received.client} answered ${status}${code}${said}`);
}

function unreadable(received: ReceivedAnswer): Failure {
  const text = bodyExcerpt(received.rawResult) ?? "JSON that has no choices";
  return failureOf("protocol", `${received.client} answered with ${text}`);
}
