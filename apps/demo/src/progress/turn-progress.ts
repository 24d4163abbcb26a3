import type { RunEvent } from "@minference/orchestrator";

/** A listener that notes how many turns have ended, at most 20 times, and what makes a run wait. */
export function turnProgress(
  label: string,
  total: number,
  note: (line: string) => void,
): (event: RunEvent) => void {
  const step = Math.max(10, Math.ceil(total / 20));
  let ended = 0;
  return (event) => {
    switch (event.type) {
      case "turn.finished":
      case "turn.failed":
        ended += 1;
        if (ended % step === 0 || ended === total) note(`${label}: ${ended} of ${total}`);
        return;
      case "attempt.retried":
        note(
          `${label}: attempt ${event.attempt} of a turn failed, next one in ${event.delayMs.toFixed(0)} ms: ${event.error.message}`,
        );
        return;
      default:
    }
  };
}
