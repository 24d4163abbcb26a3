import { InvalidRequestError, silentLogger, type Logger } from "@minference/protocol";
import type { ChatThread, RequestLimits } from "@minference/threads";
import PQueue from "p-queue";
import { requireNumber } from "../errors/require-number.ts";
import { InProcessLedger } from "../limits/in-process-ledger.ts";
import { TurnReporter } from "../progress/turn-reporter.ts";
import { BusyThreads } from "./busy-threads.ts";
import { checkThreads } from "./check-threads.ts";
import { loopSettings, type LoopOptions } from "./loop-options.ts";
import type { LoopResults } from "./loop-result.ts";
import { mapInOrder } from "./map-in-order.ts";
import type { OrchestratorOptions } from "./orchestrator-options.ts";
import { runSettings, type RunOptions, type RunSettings } from "./run-options.ts";
import type { IndexedResult, RunResult, RunResults } from "./run-result.ts";
import { runLoop } from "./run-loop.ts";
import { runThread } from "./run-thread.ts";
import { streamResults } from "./stream-results.ts";
import { takeTurn } from "./take-turn.ts";
import type { TurnParts, TurnServices } from "./turn-parts.ts";
import { turnServices } from "./turn-services.ts";

/**
 * Runs many conversations in parallel: asks each thread's provider within its limits, tries again what may come
 * right, and stores each step as a version of the thread. It is an object: no globals, no files, no environment.
 */
export class InferenceOrchestrator {
  readonly #services: TurnServices;
  readonly #logger: Logger;
  readonly #queue: PQueue;
  readonly #busy = new BusyThreads();

  /**
   * @throws {InvalidRequestError} `limits` and `ledger` are both given, a limit is for a client that is not
   *   configured, or a number is out of its range.
   */
  constructor(options: OrchestratorOptions) {
    const { concurrency = 64, logger = silentLogger } = options;
    this.#services = turnServices(options);
    this.#logger = logger;
    this.#queue = new PQueue({
      concurrency: requireNumber(concurrency, { path: "concurrency", atLeast: 1, isWhole: true }),
    });
  }

  /**
   * Runs one turn of each thread, all at the same time up to `concurrency` and the limits, and gives their results
   * in the order of `threads`. The same thread object is the next version of itself afterwards.
   *
   * What goes wrong in a thread is in its own result (`status` and `output.error`) and touches no other. A thread
   * whose last turn was stopped goes on from what is stored; a finished one is `unchanged`.
   *
   * @throws {InvalidRequestError} one of `threads` is no ChatThread, or an option is out of its range; nothing
   *   was sent.
   */
  async run<const Threads extends readonly ChatThread[]>(
    threads: Threads,
    options: RunOptions = {},
  ): Promise<RunResults<Threads>> {
    checkThreads(threads);
    const settings = runSettings(options, this.#services.sender.clock);
    return mapInOrder(threads, (thread, index) => this.#runOne(thread, index, settings));
  }

  /** One turn of one thread; otherwise as {@link run}. */
  async runTurn(thread: ChatThread, options: RunOptions = {}): Promise<RunResult> {
    const [result] = await this.run([thread], options);
    return result;
  }

  /**
   * Repeats turns of each thread on its own, none waiting for another, until there is nothing more to answer, its
   * workflow is finished, one of `stopTools` was executed, `stopWhen` is true, a turn fails or is aborted, or
   * `maxSteps` were taken. Results of tools go back to the model by themselves; `nextMessage` may add what a user
   * says. Each step is a turn of {@link run}, and stored as one. A thread that is finished already is `unchanged`.
   *
   * @throws {InvalidRequestError} one of `threads` is no ChatThread, or an option is out of its range; nothing
   *   was sent.
   */
  async runUntil<const Threads extends readonly ChatThread[]>(
    threads: Threads,
    options: LoopOptions = {},
  ): Promise<LoopResults<Threads>> {
    checkThreads(threads);
    const loop = loopSettings(options);
    const settings: RunSettings = {
      ...runSettings(options, this.#services.sender.clock),
      finishedWorkflow: "unchanged",
    };
    return mapInOrder(threads, (thread, index) => {
      const turn = this.#turnOf(thread, index, settings);
      return this.#alone(thread, turn, (take) => runLoop(loop, turn, take));
    });
  }

  /**
   * Gives the results of {@link run} as they finish, each with the position of its thread. The run begins with the
   * first read; leaving the loop early aborts what is not finished and waits until that is stored.
   */
  runStream(
    threads: readonly ChatThread[],
    options: RunOptions = {},
  ): AsyncGenerator<IndexedResult, void, undefined> {
    checkThreads(threads);
    return streamResults(threads, options.signal ?? null, (signal) => {
      const settings = runSettings({ ...options, signal }, this.#services.sender.clock);
      return (thread, index) => this.#runOne(thread, index, settings);
    });
  }

  /**
   * Puts limits in the place of the present ones of their client, for requests that wait already too.
   *
   * @throws {InvalidRequestError} the orchestrator was given a ledger of another kind, which has limits of its own.
   */
  setLimits(limits: RequestLimits): void {
    const { ledger } = this.#services.sender;
    if (ledger instanceof InProcessLedger) {
      ledger.setLimits(limits);
      return;
    }
    throw new InvalidRequestError({
      problem: "The limits are kept by a ledger that the orchestrator was given",
      remedy: "Set them there",
      path: "limits",
    });
  }

  /** One turn of one thread. */
  #runOne(thread: ChatThread, index: number, settings: RunSettings): Promise<RunResult> {
    const turn = this.#turnOf(thread, index, settings);
    return this.#alone(thread, turn, (take) => take());
  }

  #turnOf(thread: ChatThread, index: number, settings: RunSettings): TurnParts {
    const { runId, listeners } = settings;
    const reporter = new TurnReporter({ runId, index, thread, listeners, logger: this.#logger });
    return { ...this.#services, settings, reporter };
  }

  /** Uses a thread that no other run has meanwhile; one that another run has is refused at each turn (N5). */
  async #alone<Result>(
    thread: ChatThread,
    turn: TurnParts,
    use: (take: () => Promise<RunResult>) => Promise<Result>,
  ): Promise<Result> {
    const refusal = this.#busy.claim(thread);
    if (refusal !== null) return use(() => runThread(thread, turn, () => Promise.reject(refusal)));
    try {
      return await use(() => this.#queued(thread, turn));
    } finally {
      this.#busy.release(thread);
    }
  }

  #queued(thread: ChatThread, turn: TurnParts): Promise<RunResult> {
    const { priority } = turn.settings;
    turn.reporter.tell({ type: "turn.queued" });
    const begin = () => takeTurn(thread, turn);
    return this.#queue.add(() => runThread(thread, turn, begin), { priority });
  }
}
