import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import { storableJson } from "@minference/wire";
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { FakeRequest, FakeRequestInfo, LoggedRequest } from "./fake-request.ts";

/** How one request ended. */
export type Ending = Pick<LoggedRequest, "status" | "answerId" | "usage">;

/** The requests that a fake provider got, in the order of their arrival. */
export class FakeLog {
  readonly #keepsBodies: boolean;
  readonly #entries: LoggedRequest[] = [];
  readonly #sendings = new Map<string, number>();

  constructor(keepsBodies: boolean) {
    this.#keepsBodies = keepsBodies;
  }

  /** A copy of all entries. */
  entries(): readonly LoggedRequest[] {
    return [...this.#entries];
  }

  /** Notes a request that has been read. */
  arrived(
    incoming: IncomingMessage,
    bytes: Buffer,
  ): { request: FakeRequest; info: FakeRequestInfo } {
    const request = requestOf(incoming, bytes);
    const repeats = this.#sendings.get(request.bodySha256) ?? 0;
    this.#sendings.set(request.bodySha256, repeats + 1);
    const index = this.#entries.length;
    this.#entries.push({
      index,
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      headers: request.headers,
      body: this.#keepsBodies ? parsed(bytes) : null,
      bodySha256: request.bodySha256,
      arrivedAtMs: Date.now(),
      endedAtMs: null,
      status: null,
      answerId: null,
      usage: null,
    });
    return { request, info: { index, repeats } };
  }

  /** Notes how the request of that index ended. */
  ended(index: number, ending: Ending): void {
    const entry = this.#entries[index];
    if (entry === undefined) return;
    const { status, answerId, usage } = ending;
    this.#entries[index] = { ...entry, status, answerId, usage, endedAtMs: Date.now() };
  }
}

function requestOf(incoming: IncomingMessage, bytes: Buffer): FakeRequest {
  const json = parsed(bytes);
  const body: JsonObject = isJsonObject(json) ? json : {};
  const messages = Array.isArray(body["messages"]) ? body["messages"].filter(isJsonObject) : [];
  return {
    body,
    messages,
    model: typeof body["model"] === "string" ? body["model"] : "",
    headers: readHeaders(incoming),
    bodySha256: createHash("sha256").update(bytes).digest("hex"),
  };
}

function readHeaders(incoming: IncomingMessage): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = name === "authorization" ? "[redacted]" : [value].flat().join(", ");
  }
  return headers;
}

function parsed(bytes: Buffer): JsonValue {
  const text = bytes.toString("utf8");
  return storableJson(text) ?? text;
}
