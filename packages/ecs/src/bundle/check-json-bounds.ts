import { TooDeepError, TooLargeError } from "@minference/protocol";

/** What a JSON text may be at most. */
export interface JsonBounds {
  readonly depth: number;
  readonly values: number;
}

const quote = 34;
const backslash = 92;
const comma = 44;

/**
 * Lets a text pass that is not nested too deep and has not too many values, in one walk and without recursion:
 * before it is parsed, so that parsing takes bounded stack and memory. It does not judge whether it is JSON.
 *
 * @throws {TooDeepError} more objects and arrays are open at one time than `bounds.depth`.
 * @throws {TooLargeError} more values than `bounds.values`.
 */
export function checkJsonBounds(text: string, bounds: JsonBounds): void {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === quote) at = closingQuote(text, at);
    else if (unit === comma) values += 1;
    else if (isOpening(unit)) {
      depth += 1;
      values += 1;
      if (depth > bounds.depth) throw tooDeep(bounds.depth);
    } else if (isClosing(unit)) depth -= 1;
    if (values > bounds.values) throw tooManyValues(bounds.values);
  }
}

/** Position of the quote that closes the string which opens at `start`; the end of the text when none does. */
function closingQuote(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === backslash) at += 1;
    else if (unit === quote) return at;
  }
  return text.length;
}

function isOpening(unit: number): boolean {
  return unit === 91 || unit === 123;
}

function isClosing(unit: number): boolean {
  return unit === 93 || unit === 125;
}

function tooDeep(depth: number): TooDeepError {
  return new TooDeepError({
    problem: `The document is nested deeper than ${depth} levels`,
    remedy: "Import a document that exportEntity wrote",
  });
}

function tooManyValues(values: number): TooLargeError {
  return new TooLargeError({
    problem: `The document holds more than ${values} values`,
    remedy: "Export fewer versions into one document",
  });
}
