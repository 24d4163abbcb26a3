/**
 * How the table of a database differs from the one that the mappings derive: a sentence for each column or
 * constraint that is missing, too many or another one. The order of columns does not matter.
 */
export function tableDifferences(
  table: string,
  expected: string,
  found: string,
): readonly string[] {
  const wanted = definitions(expected);
  const present = definitions(found);
  const missing = [...wanted].filter(([name]) => !present.has(name));
  const extra = [...present].filter(([name]) => !wanted.has(name));
  const other = [...wanted].filter(([name, sql]) => (present.get(name) ?? sql) !== sql);
  return [
    ...missing.map(([name, sql]) => `${table}.${name} is missing (${name} ${sql})`),
    ...extra.map(([name, sql]) => `${table}.${name} is too many (${name} ${sql})`),
    ...other.map(
      ([name, sql]) => `${table}.${name} is "${present.get(name) ?? ""}" instead of "${sql}"`,
    ),
  ];
}

/** The parts of a CREATE TABLE by column name; a constraint of the whole table is its own name. */
function definitions(sql: string): ReadonlyMap<string, string> {
  const body = sql.slice(sql.indexOf("(") + 1, sql.lastIndexOf(")"));
  return new Map(
    topLevelParts(body).map((part): [string, string] => {
      const text = part.trim().replaceAll(/\s+/g, " ");
      const [, name, rest] = /^"?([A-Za-z_][A-Za-z0-9_]*)"?\s*(.*)$/s.exec(text) ?? [];
      if (name === undefined || /^(check|primary|unique|foreign|constraint)$/i.test(name)) {
        return [text, ""];
      }
      return [name, rest ?? ""];
    }),
  );
}

/** Splits at the commas that stand in no bracket and no quotes. */
function topLevelParts(body: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  let depth = 0;
  let quote = "";
  for (const character of body) {
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    if (character === "," && depth === 0 && quote === "") {
      parts.push(part);
      part = "";
    } else part += character;
  }
  return [...parts, part];
}
