import { failureOf, type Failure } from "@minference/wire";

/** What may end one exchange before its answer: its caller or its total clock, whichever is first. */
export class ExchangeStop {
  readonly #provider: string;
  readonly #controller = new AbortController();
  #failure: Failure | null = null;

  constructor(provider: string) {
    this.#provider = provider;
  }

  /** Aborts when the exchange is ended. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why it was ended; null when it was not. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Ends it for the caller. */
  abort(): void {
    this.#end(failureOf("aborted", `The request to ${this.#provider} was aborted`));
  }

  /** Ends it for the total clock. */
  timeOut(totalMs: number): void {
    this.#end(
      failureOf("timeout", `${this.#provider} did not answer within ${totalMs} ms (total clock)`),
    );
  }

  #end(failure: Failure): void {
    this.#failure ??= failure;
    this.#controller.abort();
  }
}
