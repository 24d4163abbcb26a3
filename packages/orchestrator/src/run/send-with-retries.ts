import { AbortedError, type ChatResult } from "@minference/protocol";
import { outputErrorOf } from "../errors/output-error-of.ts";
import type { Exchange } from "./exchange.ts";
import { sendOnce, type SenderParts, type Sending } from "./send-once.ts";

/**
 * Sends a request until it is answered, fails for good, or has had all its attempts: the one retry loop (spec 8.4).
 * Each attempt reserves anew. It throws nothing: what a ledger, an abort or a client threw is in the exchange.
 */
export async function sendWithRetries(sending: Sending, parts: SenderParts): Promise<Exchange> {
  const sent: { last: ChatResult | null; attempts: number } = { last: null, attempts: 0 };
  try {
    for (let attempt = 1; ; attempt += 1) {
      const result = await sendOnce(sending, attempt, parts);
      sent.last = result;
      sent.attempts = attempt;
      const delayMs = parts.policy.delayAfter(attempt, result);
      if (delayMs === null) return { kind: "sent", result, attempts: attempt, stoppedBy: null };
      await pause(sending, { attempt, delayMs, result }, parts);
    }
  } catch (cause) {
    const stoppedBy = { error: outputErrorOf(cause), cause };
    const { last, attempts } = sent;
    if (last === null) return { kind: "unsent", stoppedBy };
    return { kind: "sent", result: last, attempts, stoppedBy };
  }
}

/** An attempt that failed, and when there is another. */
interface Failed {
  readonly attempt: number;
  readonly delayMs: number;
  readonly result: ChatResult;
}

/** Waits before the next attempt. */
async function pause(sending: Sending, failed: Failed, { clock }: SenderParts): Promise<void> {
  const { signal, reporter } = sending;
  const { attempt, delayMs, result } = failed;
  const { error } = result.answer;
  if (error !== null) reporter.tell({ type: "attempt.retried", attempt, error, delayMs });
  await clock.sleep(delayMs, signal);
  if (!signal.aborted) return;
  throw new AbortedError({
    problem: "The wait before another attempt was aborted",
    remedy: "Run the thread again",
  });
}
