import { UnsafeNameError } from "@minference/protocol";

const safeName = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/**
 * The name itself when it can stand in SQL of every database as a table or column.
 *
 * @throws {UnsafeNameError} it has other characters than letters, digits and _, or more than 63.
 */
export function sqlName(name: string, what: string): string {
  if (safeName.test(name) && !name.toLowerCase().startsWith("sqlite_")) return name;
  throw new UnsafeNameError({
    problem: `${JSON.stringify(name.slice(0, 80))} is no name for ${what}`,
    remedy: "Use up to 63 letters, digits and _, beginning with a letter",
  });
}

/** The column name of a field: its words in lower case, joined by `_`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase();
}

/** One item of what a plural names, by the plain English rule: `tools` gives `tool`, `entries` gives `entry`. */
export function singular(name: string): string {
  if (name.endsWith("ies")) return `${name.slice(0, -3)}y`;
  return name.endsWith("s") && !name.endsWith("ss") ? name.slice(0, -1) : name;
}
