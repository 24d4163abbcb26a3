import type { ErrorKind, JsonObject } from "@minference/protocol";
import { maxProblems, problemText, type SchemaProblem } from "../schema/schema-problem.ts";

/** Why a call brought no result. */
export interface ToolFailure {
  readonly kind: ErrorKind;
  /** For the model: what was wrong and where, no value of the arguments or the result (E4). */
  readonly message: string;
  /** The places that break the schema, at most 10; empty for other kinds. */
  readonly problems: readonly SchemaProblem[];
}

/** A callable tool ran and its result is valid. */
export interface ExecutedOutcome {
  readonly status: "executed";
  readonly result: JsonObject;
}

/** What a model gave to a structured tool is valid. */
export interface ValidatedOutcome {
  readonly status: "validated";
  readonly result: JsonObject;
}

/** A call that failed; a result for the model like any other (U5). */
export interface FailedOutcome {
  readonly status: "failed";
  readonly error: ToolFailure;
}

/** What became of one call. */
export type ToolOutcome = ExecutedOutcome | ValidatedOutcome | FailedOutcome;

/** A step of a call: its value, or the end of the call. */
export type Step<T> = { readonly status: "done"; readonly value: T } | FailedOutcome;

/** A failed call. */
export function failed(kind: ErrorKind, message: string): FailedOutcome {
  return { status: "failed", error: { kind, message, problems: [] } };
}

/** A call that failed because a value breaks its schema. `subject` names the value: `arguments of add`. */
export function failedSchema(
  kind: ErrorKind,
  subject: string,
  problems: readonly SchemaProblem[],
): FailedOutcome {
  const told = problems.slice(0, maxProblems);
  const message = `The ${subject} do not match the schema: ${problemText(told, "the value")}.`;
  return { status: "failed", error: { kind, message, problems: told } };
}
