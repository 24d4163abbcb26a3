import type { FakeAnswer } from "./fake-answer.ts";
import type { FakeRequest, FakeRequestInfo } from "./fake-request.ts";
import { readScript } from "./script-file.ts";
import { echoText, seededText } from "./seeded-text.ts";

/** Answers requests by a function. */
export type AnswerFunction = (
  request: FakeRequest,
  info: FakeRequestInfo,
) => FakeAnswer | Promise<FakeAnswer>;

/**
 * Answers by name, or in order from a list that is given or lies in a JSON file; a request after its end gets
 * status 500.
 */
export type NamedPolicy =
  "seeded" | "echo" | { readonly script: readonly FakeAnswer[] } | { readonly scriptFile: string };

/** A fault and when it takes the place of the answer. All conditions that are given must hold. */
export interface FakeFault {
  readonly answer: FakeAnswer;
  /** The first n requests. */
  readonly first?: number;
  /** Each n-th request. */
  readonly every?: number;
  /** Requests whose body has this text. */
  readonly contains?: string;
  /** This share of all bodies, 0 to 1, chosen by body and seed. */
  readonly share?: number;
  /** `first`: only the first sending of a body, so that a retry gets through. */
  readonly sendings?: "first" | "all";
}

/** The answers of a provider: faults first, then the policy. */
export function answerFunction(settings: {
  readonly policy?: AnswerFunction | NamedPolicy;
  readonly faults?: readonly FakeFault[];
  readonly seed?: number;
}): AnswerFunction {
  const { policy = "seeded", faults = [], seed = 1 } = settings;
  const answer = policyFunction(policy, seed);
  return (request, info) => {
    const fault = faults.find((rule) => applies(rule, request, { info, seed }));
    return fault === undefined ? answer(request, info) : fault.answer;
  };
}

/** Milliseconds before the first byte of a request's answer. */
export function latencyOf(
  request: FakeRequest,
  settings: {
    readonly latencyMs?: number;
    readonly latencySpreadMs?: number;
    readonly seed?: number;
  },
): number {
  const { latencyMs = 0, latencySpreadMs = 0, seed = 1 } = settings;
  return latencyMs + Math.floor(chance(request.bodySha256, seed) * latencySpreadMs);
}

function policyFunction(policy: AnswerFunction | NamedPolicy, seed: number): AnswerFunction {
  if (typeof policy === "function") return policy;
  if (policy === "seeded") return (request) => seededText(request, seed);
  if (policy === "echo") return echoText;
  const script = "script" in policy ? policy.script : readScript(policy.scriptFile);
  const answers = script.values();
  return () => answers.next().value ?? scriptEnded;
}

const scriptEnded: FakeAnswer = {
  kind: "body",
  status: 500,
  body: {
    error: { message: "the script of the fake provider is at its end", code: "script_ended" },
  },
};

interface Arrival {
  readonly info: FakeRequestInfo;
  readonly seed: number;
}

function applies(rule: FakeFault, request: FakeRequest, { info, seed }: Arrival): boolean {
  const { first, every, contains, share, sendings = "all" } = rule;
  if (first !== undefined && info.index >= first) return false;
  if (every !== undefined && (info.index + 1) % every !== 0) return false;
  if (contains !== undefined && !JSON.stringify(request.body).includes(contains)) return false;
  if (share !== undefined && chance(request.bodySha256, seed) >= share) return false;
  return sendings === "all" || info.repeats === 0;
}

/** A number from 0 to 1 that body and seed decide. */
function chance(bodySha256: string, seed: number): number {
  const mixed = Math.imul(Number.parseInt(bodySha256.slice(0, 8), 16) ^ seed, 0x9e3779b1);
  return (mixed >>> 0) / 2 ** 32;
}
