import type { ChatResult, JsonValue, LLMClient } from "@minference/protocol";
import { failureOf, parseAnswer, storableJson, type Failure, wireHash } from "@minference/wire";
import type { Secret } from "../secret/secret.ts";
import type { Exchange } from "../transport/http-transport.ts";
import type { RenderedRequest } from "./rendered-request.ts";
import { parseRetryAfter } from "../transport/retry-after.ts";

/** Most characters that are kept of a body that is no JSON. */
const maxTextCharacters = 1024 * 1024;

/** One exchange with what it was about. */
export interface Exchanged {
  readonly client: LLMClient;
  readonly rendered: RenderedRequest;
  readonly requestHash: string;
  readonly exchange: Exchange;
  readonly secret: Secret;
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/** The neutral result of one exchange. It holds no key, even if the provider echoed it (E2). */
export function chatResult(exchanged: Exchanged): ChatResult {
  const { client, rendered, requestHash, exchange, startedAt, endedAt } = exchanged;
  const envelope = { ...rendered.envelope, failure: failureIn(exchanged) };
  const received = {
    client,
    requestHash,
    rawResult: rawResultOf(exchanged),
    httpStatus: exchange.httpStatus,
    providerRequestId: requestIdOf(exchange),
  };
  const { answer, warnings } = parseAnswer({
    ...received,
    envelope,
    // asked for only where something signed came, since it costs O(messages)
    get wireHash() {
      return wireHash(rendered.messages);
    },
  });
  return {
    client,
    sent: { envelope, messages: rendered.messages, requestHash },
    rawResult: received.rawResult,
    startedAt,
    endedAt,
    httpStatus: received.httpStatus,
    providerRequestId: received.providerRequestId,
    retryAfterMs: parseRetryAfter(
      {
        retryAfter: exchange.headers.get("retry-after") ?? null,
        retryAfterMs: exchange.headers.get("retry-after-ms") ?? null,
      },
      endedAt.getTime(),
    ),
    answer,
    warnings,
  };
}

/** OpenAI and its likes call it `x-request-id`, Anthropic `request-id`. */
function requestIdOf({ headers }: Exchange): string | null {
  const id = headers.get("x-request-id") ?? headers.get("request-id");
  return id?.slice(0, 200) ?? null;
}

/** What the body alone cannot tell: the transport's failure, where a redirect points, a wrong type. */
function failureIn(exchanged: Exchanged): Failure | null {
  const { failure, httpStatus } = exchanged.exchange;
  if (failure !== null || httpStatus === null) return failure;
  if (httpStatus >= 300 && httpStatus <= 399) return redirectFailure(exchanged, httpStatus);
  return httpStatus < 300 ? typeFailure(exchanged) : null;
}

/** C16: an answer that is called a page is one, whatever it holds. */
function typeFailure({ exchange, client }: Exchanged): Failure | null {
  const type = exchange.headers.get("content-type") ?? "application/json";
  if (/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type.trim())) return null;
  return failureOf(
    "protocol",
    `${client} answered with the content type ${type.slice(0, 80)}, which is no JSON`,
  );
}

function redirectFailure({ exchange, client, secret }: Exchanged, httpStatus: number): Failure {
  const { headers } = exchange;
  const target = secret.redact(headers.get("location") ?? "nowhere").slice(0, 200);
  // C23: following it would send the whole prompt to another place
  return failureOf(
    "protocol",
    `${client} answered ${httpStatus}, a redirect to ${target}, which is not followed`,
    "Set the base URL to where the API is.",
  );
}

function rawResultOf({ exchange, secret }: Exchanged): JsonValue {
  if (exchange.text === null) return null;
  const text = secret.redact(exchange.text);
  return storableJson(text) ?? { text: text.slice(0, maxTextCharacters) };
}
