/** Text of a provider as a message quotes it: one line, at most `limit` characters. */
export function quoted(text: string, limit: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  return line.length > limit ? `${line.slice(0, limit).toWellFormed()}…` : line;
}
