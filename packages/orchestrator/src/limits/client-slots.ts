import { AbortedError, type LLMClient } from "@minference/protocol";
import { AbortHub } from "@minference/clients";
import { WaitingLine, type InLine } from "./waiting-line.ts";

/** How a slot is waited for. */
export interface SlotOptions {
  readonly signal: AbortSignal;
  /** Higher ones first, equal ones as they came. */
  readonly priority: number;
}

/** Most requests of a client in flight; null: no limit. Read when it is needed. */
export type MaxConcurrent = (client: LLMClient) => number | null;

interface Slots {
  inUse: number;
  readonly line: WaitingLine<() => void>;
}

/** Keeps `maxConcurrent` of each client: requests in flight at one time. */
export class ClientSlots {
  readonly #maxOf: MaxConcurrent;
  readonly #aborts = new AbortHub();
  readonly #slots = new Map<LLMClient, Slots>();

  constructor(maxOf: MaxConcurrent) {
    this.#maxOf = maxOf;
  }

  /**
   * Waits for a slot of a client; the function returned gives it back.
   *
   * @throws {AbortedError} `signal` aborted first.
   */
  async take(client: LLMClient, options: SlotOptions): Promise<() => void> {
    const slots = this.#of(client);
    if (options.signal.aborted) throw abortedWait(client);
    if (this.#isFree(slots, client) && slots.line.length === 0) slots.inUse += 1;
    else await this.#wait(slots, client, options);
    return () => this.#giveBack(slots, client);
  }

  #wait(slots: Slots, client: LLMClient, { signal, priority }: SlotOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      let unwatch = (): void => undefined;
      const place: InLine<() => void> = slots.line.join(() => {
        unwatch();
        resolve();
      }, priority);
      unwatch = this.#aborts.watch(signal, () => {
        if (slots.line.leave(place)) reject(abortedWait(client));
      });
    });
  }

  #giveBack(slots: Slots, client: LLMClient): void {
    slots.inUse -= 1;
    for (let place = slots.line.first(); place !== null; place = slots.line.first()) {
      if (!this.#isFree(slots, client)) return;
      slots.line.leave(place);
      slots.inUse += 1;
      place.item();
    }
  }

  #isFree({ inUse }: Slots, client: LLMClient): boolean {
    return inUse < (this.#maxOf(client) ?? Number.POSITIVE_INFINITY);
  }

  #of(client: LLMClient): Slots {
    const known = this.#slots.get(client);
    if (known !== undefined) return known;
    const slots = { inUse: 0, line: new WaitingLine<() => void>() };
    this.#slots.set(client, slots);
    return slots;
  }
}

function abortedWait(client: LLMClient): AbortedError {
  return new AbortedError({
    problem: `The wait for one of the concurrent requests of ${client} was aborted`,
    remedy: "Run the thread again: nothing was sent",
  });
}
