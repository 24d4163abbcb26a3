import type { JsonObject, JsonValue } from "@minference/protocol";

/** One request for a chat completion, as an answer function sees it. */
export interface FakeRequest {
  readonly body: JsonObject;
  readonly messages: readonly JsonObject[];
  readonly model: string;
  /** Names in lower case; the authorization is redacted. */
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 of the body's bytes: 64 hex digits. */
  readonly bodySha256: string;
}

/** What the fake provider knows of a request beside itself. */
export interface FakeRequestInfo {
  /** How many requests came before, of any kind. */
  readonly index: number;
  /** How many of them had the same body: 0 for a first sending. */
  readonly repeats: number;
}

/** One request in the log of the fake provider. */
export interface LoggedRequest {
  readonly index: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Text when it was no JSON; null when bodies are not kept. */
  readonly body: JsonValue;
  readonly bodySha256: string;
  /** Milliseconds since 1970. */
  readonly arrivedAtMs: number;
  /** Null as long as nothing was answered, and for one that never is. */
  readonly endedAtMs: number | null;
  readonly status: number | null;
  /** Id of the completion that was answered; null for all else. */
  readonly answerId: string | null;
  readonly usage: JsonObject | null;
}
