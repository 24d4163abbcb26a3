/** One column or constraint of a table that is not as the mappings derive it. */
export interface TableDifference {
  /** The column; of a constraint of the whole table its very text. */
  readonly name: string;
  /** Its definition behind the name; null: it is too many. */
  readonly expected: string | null;
  /** Null: it is missing. */
  readonly found: string | null;
}

/**
 * How the table of a database differs from the one that the mappings derive: each column or constraint that is
 * missing, too many or another one. The order of columns does not matter.
 */
export function tableDifferences(expected: string, found: string): readonly TableDifference[] {
  const wanted = definitions(expected);
  const present = definitions(found);
  return [...new Set([...wanted.keys(), ...present.keys()])]
    .map((name) => ({
      name,
      expected: wanted.get(name) ?? null,
      found: present.get(name) ?? null,
    }))
    .filter((each) => each.expected !== each.found);
}

/** A difference of a table as a sentence. */
export function differenceText(table: string, { name, expected, found }: TableDifference): string {
  if (found === null) return `${table}.${name} is missing (${name} ${expected ?? ""})`;
  if (expected === null) return `${table}.${name} is too many (${name} ${found})`;
  return `${table}.${name} is "${found}" instead of "${expected}"`;
}

/** Names of the columns of a table, by its CREATE TABLE. */
export function columnNames(sql: string): readonly string[] {
  return [...definitions(sql)].flatMap(([name, rest]) => (rest === "" ? [] : [name]));
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
