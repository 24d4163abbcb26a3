import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type LLMClient,
  type NeutralMessage,
  type Replay,
} from "@minference/protocol";
import { withSuffix } from "../body/patched-messages.ts";
import { WireChain } from "../body/wire-chain.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import { storableJson } from "../json/exact-json.ts";
import { sha256Hex } from "../json/sha256.ts";

type Assistant = Extract<NeutralMessage, { readonly role: "assistant" }>;

/** What goes back of one assistant message as it came; null: nothing, the neutral content is sent. */
export interface AppliedReplay {
  /** Text that stood behind the user turn before it. */
  readonly suffix: string | null;
  readonly blocks: readonly JsonValue[] | null;
}

/** What the provider binds signed blocks to beside the messages. */
export interface SignedContext {
  readonly client: LLMClient;
  readonly model: string;
  /** The rendered system and tools, where these are checked too; null: the messages alone. */
  readonly whole: JsonObject | null;
  /** Names of the tools that are known: the API takes no block of a call without its definition. */
  readonly toolNames: ReadonlySet<string>;
}

const none: AppliedReplay = { suffix: null, blocks: null };

/**
 * Decides, message by message, whether what a provider signed goes back as it came (spec 3.6): same client and model,
 * text and calls still those of the blocks, their tools known, and the prefix now rendered the one that was sent. From
 * the first message that fails, nothing goes back: a block that is left out is itself a change of the prefix.
 */
export class ReplayCheck {
  readonly #context: SignedContext;
  #chain = WireChain.empty;
  #hasFailed = false;

  constructor(context: SignedContext) {
    this.#context = context;
  }

  /** What goes back for a message behind these rendered ones, the next after those of the last call. */
  next(message: Assistant, rendered: readonly JsonValue[]): AppliedReplay {
    const { replay } = message;
    if (replay === null || this.#hasFailed) return none;
    const { suffix } = replay;
    const isWhole =
      this.#isSame(replay) &&
      saysTheSame(message, replay.blocks) &&
      this.#knowsTools(message, replay.blocks) &&
      this.#binds(rendered, replay);
    if (!isWhole) {
      this.#hasFailed = true;
      return none;
    }
    return { suffix, blocks: replay.blocks.length === 0 ? null : replay.blocks };
  }

  #isSame({ client, model }: Replay): boolean {
    return client === this.#context.client && model === this.#context.model;
  }

  #knowsTools({ toolCalls }: Assistant, blocks: readonly JsonValue[]): boolean {
    return blocks.length === 0 || toolCalls.every(({ name }) => this.#context.toolNames.has(name));
  }

  #binds(rendered: readonly JsonValue[], { contextHash, suffix }: Replay): boolean {
    const fresh = rendered.slice(this.#chain.length);
    const sent = suffix === null ? fresh : withSuffix("messages", fresh, suffix);
    this.#chain = this.#chain.append(sent);
    return signedContextHash(this.#chain.hash(), this.#context.whole) === contextHash;
  }
}

/** What names a rendered prefix: the hash of its messages, with system and tools where these are checked too. */
export function signedContextHash(wireHash: string, whole: JsonObject | null): string {
  return whole === null ? wireHash : sha256Hex(canonicalJson({ ...whole, wireHash }));
}

/** Blocks without a signature say nothing that the message could contradict. */
function saysTheSame({ content, toolCalls }: Assistant, blocks: readonly JsonValue[]): boolean {
  if (blocks.length === 0) return true;
  const objects = blocks.filter(isJsonObject);
  const text = objects.map(textOf).join("");
  const uses = objects.filter((block) => block["type"] === "tool_use");
  return (
    text.toWellFormed() === content &&
    uses.length === toolCalls.length &&
    uses.every((use, index) => isCall(use, toolCalls[index]))
  );
}

function textOf(block: JsonObject): string {
  return block["type"] === "text" && typeof block["text"] === "string" ? block["text"] : "";
}

function isCall(use: JsonObject, call: Assistant["toolCalls"][number] | undefined): boolean {
  if (call === undefined || use["id"] !== call.id || use["name"] !== call.name) return false;
  const input = use["input"] ?? {};
  const given = storableJson(call.argumentsText);
  return given !== undefined && canonicalJson(given) === canonicalJson(input);
}
