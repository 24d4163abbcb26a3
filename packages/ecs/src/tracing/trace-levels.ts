import { InvalidRequestError } from "@minference/protocol";
import { traceSeverities, type TraceSeverity } from "../surface/trace-severity.ts";

/** Up to which severity functions are traced: all of a registry, and those of some names otherwise (V33). */
export class TraceLevels {
  #level: TraceSeverity;
  readonly #byName = new Map<string, TraceSeverity>();

  /** @throws {InvalidRequestError} it is no level. */
  constructor(level: TraceSeverity) {
    this.#level = requireSeverity(level);
  }

  /** The level of functions that have none of their own. */
  get level(): TraceSeverity {
    return this.#level;
  }

  /** Sets the level of functions of one name, or of all others. @throws {InvalidRequestError} it is no level. */
  set(level: TraceSeverity, name: string | null): void {
    requireSeverity(level);
    if (name === null) this.#level = level;
    else this.#byName.set(name, level);
  }

  levelOf(name: string): TraceSeverity {
    return this.#byName.get(name) ?? this.#level;
  }
}

/** True when a function of this severity is traced at this level. */
export function isTraced(severity: TraceSeverity, level: TraceSeverity): boolean {
  return severity !== "none" && rankOf(severity) <= rankOf(level);
}

/** The severity itself: a caller without types can give anything. @throws {InvalidRequestError} it is none. */
export function requireSeverity(severity: TraceSeverity): TraceSeverity {
  if (rankOf(severity) !== -1) return severity;
  throw new InvalidRequestError({
    problem: `A trace severity was given that is none: ${severity}`,
    remedy: `Give one of ${traceSeverities.join(", ")}`,
    path: "severity",
  });
}

function rankOf(severity: TraceSeverity): number {
  return traceSeverities.indexOf(severity);
}
