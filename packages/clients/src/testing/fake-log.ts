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
      wire: request.wire,
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
  return {
    wire: incoming.url?.endsWith("/messages") === true ? "anthropic" : "openai",
    body,
    messages: objectsIn(body["messages"]),
    tools: objectsIn(body["tools"]),
    toolChoice: body["tool_choice"] ?? null,
    model: typeof body["model"] === "string" ? body["model"] : "",
    headers: readHeaders(incoming),
    bodySha256: createHash("sha256").update(bytes).digest("hex"),
  };
}

function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Headers that hold keys. */
const keyHeaders: ReadonlySet<string> = new Set(["authorization", "x-api-key", "api-key"]);

function readHeaders(incoming: IncomingMessage): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = keyHeaders.has(name) ? "[redacted]" : [value].flat().join(", ");
  }
  return headers;
}

function parsed(bytes: Buffer): JsonValue {
  const text = bytes.toString("utf8");
  return storableJson(text) ?? text;
}
