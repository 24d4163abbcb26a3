import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { inspect } from "node:util";
import { fakeError, type FakeAnswer } from "./fake-answer.ts";
import { FakeLog } from "./fake-log.ts";
import {
  answerFunction,
  latencyOf,
  type AnswerFunction,
  type FakeFault,
  type NamedPolicy,
} from "./fake-policy.ts";
import type { FakeRequest, FakeRequestInfo, LoggedRequest } from "./fake-request.ts";
import { renderAnswer, writeAnswer } from "./write-answer.ts";

/** How a fake provider answers; plain JSON, so that a process of its own can be told. */
export interface FakeProviderSettings {
  /** `seeded` when absent. */
  readonly policy?: NamedPolicy;
  /** Tried in order, before the policy. */
  readonly faults?: readonly FakeFault[];
  /** Decides the seeded text, the latency's spread and the shares of faults; 1 when absent. */
  readonly seed?: number;
  /** Milliseconds before the first byte of an answer that says no other; 0 when absent. */
  readonly latencyMs?: number;
  /** Up to so many milliseconds more, decided by body and seed; 0 when absent. */
  readonly latencySpreadMs?: number;
  /** The only key that is taken; any when absent. */
  readonly apiKey?: string;
  /** A free one when absent. */
  readonly port?: number;
  /** `heads` keeps no bodies in the log; `bodies` when absent. */
  readonly log?: "bodies" | "heads";
}

/** Settings of a fake provider in this process, whose policy may be a function. */
export interface InProcessSettings extends Omit<FakeProviderSettings, "policy"> {
  /** `seeded` when absent. */
  readonly policy?: NamedPolicy | AnswerFunction;
}

/** A fake provider that is running. */
export interface FakeProvider {
  /** Base URL, with `/v1`; a client of Anthropic's takes it too. */
  readonly url: string;
  /** All requests so far, in the order of their arrival. */
  log(): readonly LoggedRequest[];
  /** Cuts all connections and stops. Quiet when called again. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts an HTTP server on loopback that answers `POST …/chat/completions` as OpenAI does, `POST …/messages` as
 * Anthropic does, and `GET /__log` with its log as a JSON array. One policy answers both.
 */
export async function startFakeProvider(settings: InProcessSettings = {}): Promise<FakeProvider> {
  const log = new FakeLog(settings.log !== "heads");
  const server = createServer(requestListener(settings, log));
  const port = await listen(server, settings.port ?? 0);
  const close = (): Promise<void> => stop(server);
  return {
    url: `http://127.0.0.1:${port}/v1`,
    log: () => log.entries(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

type Listener = (incoming: IncomingMessage, response: ServerResponse) => void;

function requestListener(settings: InProcessSettings, log: FakeLog): Listener {
  const answer = answerFunction(settings);
  return (incoming, response) => {
    // a client that hangs up is no fault of the server
    response.on("error", () => undefined);
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      if (incoming.url === "/__log") sendLog(response, log);
      else
        void serve({ incoming, response, bytes: Buffer.concat(chunks) }, { settings, log, answer });
    });
  };
}

interface Arrival {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly bytes: Buffer;
}

interface Serving {
  readonly settings: InProcessSettings;
  readonly log: FakeLog;
  readonly answer: AnswerFunction;
}

async function serve({ incoming, response, bytes }: Arrival, serving: Serving): Promise<void> {
  const { settings, log } = serving;
  const { request, info } = log.arrived(incoming, bytes);
  const answer = refusal(incoming, settings) ?? (await answerTo(request, info, serving.answer));
  const kind = request.wire === "openai" ? "chatcmpl" : "msg";
  const rendered = renderAnswer(answer, { request, answerId: `${kind}-fake-${info.index}` });
  const given = typeof answer === "string" ? undefined : answer.latencyMs;
  const send = (): void => {
    // nobody is there any more: the log shows a request without an end
    if (response.destroyed) return;
    log.ended(info.index, rendered);
    writeAnswer(response, rendered);
  };
  const latencyMs = given ?? latencyOf(request, settings);
  if (latencyMs === 0) send();
  else setTimeout(send, latencyMs);
}

async function answerTo(
  request: FakeRequest,
  info: FakeRequestInfo,
  answer: AnswerFunction,
): Promise<FakeAnswer> {
  try {
    return await answer(request, info);
  } catch (error) {
    return fakeError({ status: 500, code: "policy_threw", message: inspect(error) });
  }
}

/** What is answered without asking the policy; null when the policy is to be asked. */
function refusal(incoming: IncomingMessage, { apiKey }: InProcessSettings): FakeAnswer | null {
  const path = incoming.url ?? "";
  if (incoming.method !== "POST" || !/\/(chat\/completions|messages)$/.test(path)) {
    return fakeError({ status: 404, code: "unknown_url", message: `Unknown request URL: ${path}` });
  }
  const { authorization, "x-api-key": plainKey } = incoming.headers;
  const hasKey = authorization === `Bearer ${apiKey}` || plainKey === apiKey;
  if (apiKey === undefined || hasKey) return null;
  return fakeError({ status: 401, code: "invalid_api_key", message: "Incorrect API key provided" });
}

function sendLog(response: ServerResponse, log: FakeLog): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(log.entries()));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", backlog: 4096 }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
