import { randomUUID } from "node:crypto";

/** Where version and batch ids come from; passed in wherever chance must be replaced. */
export interface IdSource {
  /**
   * A new UUIDv7 (RFC 9562 §5.7) for the instant `now` (epoch ms), in lower case.
   * Ids of one millisecond are in no order; {@link nextUuidV7} gives one above a given id.
   */
  mint(now: number): string;
}

/** Random UUIDv7s from node:crypto. It keeps no state. */
export const randomIds: IdSource = {
  mint: (now) => withTime(now, randomUUID()),
};

/**
 * A UUIDv7 made by `ids` that is greater than `floor`, whatever the clock says.
 *
 * When the clock gives nothing greater, the 60 bits after `floor`'s are counted up by one: its time and
 * the 12 bits behind it (RFC 9562 §6.2, method 1), the random rest is fresh.
 */
export function nextUuidV7(ids: IdSource, now: number, floor: string | null): string {
  const id = ids.mint(now);
  if (floor === null || id > floor) return id;
  const counted = BigInt(`0x${floor.slice(0, 8)}${floor.slice(9, 13)}${floor.slice(15, 18)}`) + 1n;
  const hex = counted.toString(16).padStart(15, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(12, 15)}${id.slice(18)}`;
}

function withTime(now: number, random: string): string {
  const hex = Math.max(0, Math.floor(now)).toString(16).padStart(12, "0").slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${random.slice(15)}`;
}
