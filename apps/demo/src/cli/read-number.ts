import { DemoError } from "./demo-error.ts";

/**
 * The whole number that an option's text spells.
 *
 * @throws {DemoError} it is none, or out of range.
 */
export function readNumber(
  option: string,
  text: string,
  range: { readonly from: number; readonly to: number },
): number {
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && value >= range.from && value <= range.to) return value;
  throw new DemoError({
    problem: `--${option} was given ${JSON.stringify(text)}`,
    remedy: `Give a whole number from ${range.from} to ${range.to.toLocaleString("en-US")}`,
  });
}
