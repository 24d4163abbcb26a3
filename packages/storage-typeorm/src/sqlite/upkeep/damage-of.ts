import { isMinferenceError } from "@minference/protocol";
import { sqliteCode } from "../sqlite-errors.ts";

/**
 * What an error says of the rows that were being read for `what`, without their content; any error that is no sign of damage is
 * thrown on.
 */
export function damageOf(error: unknown, what: string): string {
  if (isMinferenceError(error)) return error.message;
  const code = sqliteCode(error);
  if (code === null) throw error;
  return `SQLite answered ${code} to ${what}`;
}
