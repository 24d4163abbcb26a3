import type { JsonObject, JsonValue } from "@minference/protocol";

/** The API that a request came by: chat completions, or Anthropic's messages. */
export type FakeWire = "openai" | "anthropic";

/** One request for an answer, as an answer function sees it. */
export interface FakeRequest {
  readonly wire: FakeWire;
  readonly body: JsonObject;
  /** As they came; `readConversation` reads those of either wire. */
  readonly messages: readonly JsonObject[];
  /** The definitions, as they came; `offeredTools` reads those of either wire. */
  readonly tools: readonly JsonObject[];
  /** As it came; null when there was none; `forcedTool` reads that of either wire. */
  readonly toolChoice: JsonValue;
  readonly model: string;
  /** Names in lower case; keys are redacted. */
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
  readonly wire: FakeWire;
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
  /** As it was answered, in the form of the wire. */
  readonly usage: JsonObject | null;
}
