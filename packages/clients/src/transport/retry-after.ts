/** The longest wait that is handed on, milliseconds: an hour. */
export const maxRetryAfterMs = 3_600_000;

/**
 * Milliseconds to wait before the next attempt; null when no header says, or says it in a form that is not
 * understood (C1, C2). Never negative, at most {@link maxRetryAfterMs}.
 *
 * `retry-after-ms` (OpenAI, Azure) rules over `retry-after`: seconds or an HTTP date (RFC 9110 §10.2.3).
 */
export function parseRetryAfter(
  headers: { readonly retryAfter: string | null; readonly retryAfterMs: string | null },
  nowMs: number,
): number | null {
  const ms = number(headers.retryAfterMs);
  if (ms !== null) return capped(ms);
  const seconds = number(headers.retryAfter);
  if (seconds !== null) return capped(seconds * 1000);
  const until = httpDate(headers.retryAfter);
  return until === null ? null : capped(until - nowMs);
}

function number(text: string | null): number | null {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : null;
}

/** `Date.parse` takes many things that are no HTTP date, "-5" among them: the day must come first. */
function httpDate(text: string | null): number | null {
  if (text === null || !/^\s*(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

function capped(ms: number): number {
  return Math.ceil(Math.min(Math.max(ms, 0), maxRetryAfterMs));
}
