import { silentLogger, type Logger } from "@minference/protocol";
import type { Committed } from "../commit/commits.ts";
import { cellOf, entityOf, type Entity } from "../entity/entity.ts";
import type { Cell } from "../graph/cell.ts";
import { rootsAmong } from "../graph/roots-among.ts";
import { childCells } from "../graph/sub-cells.ts";
import type { EntityContext } from "../shape/entity-context.ts";
import type { RegisterOptions } from "../surface/register-options.ts";
import type { TracedOptions, TraceSeverity } from "../surface/trace-severity.ts";
import type { TracedFunction, Tracing } from "../surface/tracing.ts";
import { collectEntities, type TracedValues } from "./collect-entities.ts";
import { isTraced, requireSeverity, TraceLevels } from "./trace-levels.ts";
import { pendingChanges, TraceLog, type TracedOperation, type TraceMoment } from "./trace-log.ts";

/** What tracing works with. */
export interface TracerParts {
  readonly context: EntityContext;
  readonly logger: Logger;
  /** Run of every batch; null: each traced call is a run of its own. */
  readonly runId: string | null;
  readonly level: TraceSeverity;
  /** Stores what changed under some roots in one batch; null when there was nothing. */
  readonly commit: (
    roots: readonly Entity[],
    options: RegisterOptions,
  ) => Promise<Committed | null>;
}

/** Makes versions of what functions change, for one registry. */
export class Tracer implements Tracing {
  readonly #parts: TracerParts;
  readonly #levels: TraceLevels;
  readonly #log: TraceLog | null;

  /** @throws {InvalidRequestError} the level is none of the four. */
  constructor(parts: TracerParts) {
    this.#parts = parts;
    this.#levels = new TraceLevels(parts.level);
    this.#log = parts.logger === silentLogger ? null : new TraceLog(parts.logger);
  }

  get traceSeverity(): TraceSeverity {
    return this.#levels.level;
  }

  setTraceSeverity(level: TraceSeverity, options?: { readonly name: string }): void {
    this.#levels.set(level, options?.name ?? null);
  }

  traced<This, Parameters extends unknown[], Result>(
    fn: (this: This, ...parameters: Parameters) => Result,
    options: TracedOptions = {},
  ): TracedFunction<This, Parameters, Result> {
    const severity = requireSeverity(options.severity ?? "normal");
    const name = options.name ?? (fn.name === "" ? "anonymous" : fn.name);
    const run = (call: TracedCall<Result>): Promise<Awaited<Result>> => this.#run(call);
    const call = async function (this: This, ...parameters: Parameters): Promise<Awaited<Result>> {
      const given = { self: this, values: parameters };
      return run({ name, severity, given, body: () => fn.apply(this, parameters) });
    };
    return Object.defineProperty(call, "name", { value: name });
  }

  async #run<Result>({
    name,
    severity,
    given,
    body,
  }: TracedCall<Result>): Promise<Awaited<Result>> {
    if (!isTraced(severity, this.#levels.levelOf(name))) return await body();
    const operation = { operation: name, runId: this.#runId() };
    const before = collectEntities(given);
    await this.#commit(before, operation, "before");
    const result = await body();
    // asked again: the call may have put new entities into what it was given, and taken others out
    const after = collectEntities({ self: given.self, values: [...given.values, result] });
    await this.#commit([...before, ...after], operation, "after");
    return result;
  }

  async #commit(
    seen: readonly Entity[],
    operation: TracedOperation,
    moment: TraceMoment,
  ): Promise<void> {
    const { operation: name, runId } = operation;
    const cells = [...new Set(seen.map(cellOf))];
    if (this.#levels.levelOf(name) === "verbose") this.#log?.seen(cells, operation, moment);
    const roots = pendingRoots(cells);
    if (roots.length === 0) return;
    const changes = this.#log === null ? null : pendingChanges(roots);
    const reason = moment === "before" ? `before ${name}` : name;
    const committed = await this.#parts.commit(roots.map(entityOf), { reason, runId });
    if (committed !== null && changes !== null) this.#log?.stored(committed, changes, operation);
  }

  #runId(): string {
    const { runId, context } = this.#parts;
    return runId ?? context.ids.mint(context.clock.now());
  }
}

interface TracedCall<Result> {
  readonly name: string;
  readonly severity: TraceSeverity;
  readonly given: TracedValues;
  readonly body: () => Result;
}

/**
 * Those that may have changed and that no other one of them reaches: being traced makes no root, and so no `main`
 * (V39), of what is only a part of something else. The known ancestors of a marked entity are marked, so no more
 * than these need to be walked.
 */
function pendingRoots(cells: readonly Cell[]): readonly Cell[] {
  return rootsAmong(cells.filter(isMarked), markedChildren);
}

function markedChildren(cell: Cell): Iterable<Cell> {
  return [...childCells(cell)].filter(isMarked);
}

function isMarked(cell: Cell): boolean {
  return cell.isMarked;
}
