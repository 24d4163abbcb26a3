import type { EcsId, JsonValue, LLMClient } from "@minference/protocol";
import { WireChain } from "@minference/wire";
import { sameJson } from "./same-json.ts";

/**
 * A request that was sent and stored, as far as a later one can begin with its messages. The raw output of the
 * last assistant message in a history is the base of the next request.
 */
export interface WireBase {
  /** The processed output that the assistant message names. */
  readonly outputId: EcsId;
  readonly rawOutputId: EcsId;
  readonly client: LLMClient;
  /** Rendered messages that were sent. */
  readonly length: number;
  /** Hash of all of them. */
  readonly wireHash: string;
  /** The messages themselves, where this process has sent them; null: read from a storage, which needs no more. */
  readonly sent: { readonly messages: readonly JsonValue[]; readonly chain: WireChain } | null;
}

/** What of a request its raw output stores. */
export interface WireDelta {
  readonly wireBaseId: EcsId | null;
  readonly wireKeep: number;
  readonly wireAdded: readonly JsonValue[];
  readonly chain: WireChain;
}

/** Rendered messages as what they add to a base; all of them when they do not begin with it. */
export function wireDelta(
  messages: readonly JsonValue[],
  client: LLMClient,
  base: WireBase | null,
): WireDelta {
  const prefix = base?.client === client ? prefixChain(messages, base) : null;
  if (base === null || prefix === null) {
    const chain = WireChain.empty.append(messages);
    return { wireBaseId: null, wireKeep: 0, wireAdded: messages, chain };
  }
  const wireAdded = messages.slice(base.length);
  return {
    wireBaseId: base.rawOutputId,
    wireKeep: base.length,
    wireAdded,
    chain: prefix.append(wireAdded),
  };
}

/** The chain over the messages of a base; null when these do not begin with them. */
function prefixChain(messages: readonly JsonValue[], base: WireBase): WireChain | null {
  const { length, sent, wireHash } = base;
  if (messages.length < length) return null;
  if (sent === null) {
    const chain = WireChain.empty.append(messages.slice(0, length));
    return chain.hash() === wireHash ? chain : null;
  }
  // texts are shared with the entities, so that equal ones are mostly the same string
  return sent.messages.every((message, index) => sameJson(message, messages[index]))
    ? sent.chain
    : null;
}
