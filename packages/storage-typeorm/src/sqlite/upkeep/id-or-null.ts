import { IdTexts } from "../id-texts.ts";
import type { SqlValue } from "../sqlite-handle.ts";

/** The id of the hex digits that SQL gives; null when they are not those of an id. */
export function idOrNull<Id>(hex: SqlValue | undefined, trust: (text: string) => Id): Id | null {
  return typeof hex === "string" && hex.length === 32 ? trust(new IdTexts().of(hex)) : null;
}
