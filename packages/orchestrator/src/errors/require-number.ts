import { InvalidRequestError } from "@minference/protocol";

/** What a number must be, beside finite. */
export interface NumberRule {
  readonly path: string;
  readonly atLeast: number;
  readonly isWhole?: true;
}

/**
 * `value`, as the rule asks.
 *
 * @throws {InvalidRequestError} it is not.
 */
export function requireNumber(value: number, { path, atLeast, isWhole }: NumberRule): number {
  const isRight = isWhole === true ? Number.isInteger(value) : Number.isFinite(value);
  if (isRight && value >= atLeast) return value;
  throw new InvalidRequestError({
    problem: `${path} is ${String(value)}`,
    remedy: `Give a ${isWhole === true ? "whole " : ""}number of at least ${atLeast}`,
    path,
  });
}

/**
 * `value`, any finite number.
 *
 * @throws {InvalidRequestError} it is none.
 */
export function requireFinite(value: number, path: string): number {
  return requireNumber(value, { path, atLeast: -Number.MAX_VALUE });
}
