// boundary: every format of ajv-formats that is not about numbers is about texts
import type { Format } from "ajv";
import { fullFormats } from "ajv-formats/dist/formats.js";

/** Longest text that a format is looked for in, characters; a longer one does not have it. */
export const maxFormatLength = 4096;

/** Base64 has one pass of its own, for content of any length. */
const isBase64 = (text: string): boolean =>
  text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);

/**
 * Those of ajv-formats (draft 2020-12 and OpenAPI) by name, safe for any text. Their regular expressions are
 * for the engine of the language, and those of `email` and `url` take the square of the length: a text over
 * {@link maxFormatLength} never gets there. A name that is not here is no format, and is ignored.
 */
export const safeFormats: ReadonlyMap<string, Format> = new Map(
  Object.entries(fullFormats).map(([name, format]) => [name, bounded(format)]),
).set("byte", isBase64);

function bounded(format: Format): Format {
  if (typeof format !== "object" || format instanceof RegExp) return shortText(format);
  return format.type === "number" ? format : shortText(format.validate);
}

function shortText(format: unknown): Format {
  if (format instanceof RegExp) return shortText((text: string) => format.test(text));
  if (typeof format !== "function") return true; // `password`, `binary`: any text
  const has = format as (text: string) => boolean; // a function of the table takes a text
  return (text: string) => text.length <= maxFormatLength && has(text);
}
